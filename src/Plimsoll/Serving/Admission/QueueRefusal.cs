namespace Plimsoll.Serving.Admission;

/// <summary>Why a request gets no place.</summary>
public enum QueueRefusal
{
    /// <summary>As many requests or tokens wait as may.</summary>
    QueueFull,

    /// <summary>As many requests or tokens of its tenant wait as may.</summary>
    TenantFull,

    /// <summary>At the pace of late it would not start within three quarters of its longest wait.</summary>
    WaitTooLong,

    /// <summary>It did not start within its longest wait.</summary>
    WaitOver,

    /// <summary>It was the newest of the lowest band's longest line when a full queue took in another.</summary>
    Displaced,
}
