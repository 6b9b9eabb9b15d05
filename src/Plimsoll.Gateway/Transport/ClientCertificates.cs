namespace Plimsoll.Gateway.Transport;

/// <summary>Whether clients prove who they are by a certificate, beside their key.</summary>
public enum ClientCertificates
{
    /// <summary>They are not asked for one.</summary>
    None,

    /// <summary>They may have one; one that is not trusted is refused.</summary>
    Accepted,

    /// <summary>Nobody is served without one.</summary>
    Required,
}
