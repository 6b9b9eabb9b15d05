namespace Plimsoll.Storage.Tests.Postgres;

/// <summary>What becomes of something that is sent.</summary>
internal enum NetworkFault
{
    /// <summary>It arrives.</summary>
    None,

    /// <summary>It arrives a little later.</summary>
    Delay,

    /// <summary>It is lost, and both sides find the connection cut.</summary>
    Cut,

    /// <summary>It is lost with all that follows, and nobody is told.</summary>
    Stall,

    /// <summary>It is lost, and the receiver is told that nothing follows; what it sends still arrives.</summary>
    HalfClose,

    /// <summary>The sender finds the connection cut, and later it arrives all the same.</summary>
    ArriveLate,
}
