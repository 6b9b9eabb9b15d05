namespace Plimsoll.Gateway.Administration;

/// <summary>One operator's key as it is kept: the hash, never the key.</summary>
/// <param name="Name">Who it is, as the audit tells; unique in its ring.</param>
/// <param name="Hash">SHA-256 of the key in 64 lower-case hexadecimal digits.</param>
/// <param name="Role">What it may do.</param>
/// <param name="Created">When it was made.</param>
public sealed record OperatorKey(string Name, string Hash, OperatorRole Role, DateTimeOffset Created)
{
    /// <summary>Who it is, as the audit tells.</summary>
    public string Who => Name.Length == 0 ? "operator" : $"operator {Name}";
}
