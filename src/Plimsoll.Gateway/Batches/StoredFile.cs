namespace Plimsoll.Gateway.Batches;

/// <summary>A file of a key: requests that it uploaded for a batch, or what became of them. Immutable.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Key">Name of the key whose it is: nobody else sees it.</param>
/// <param name="Name">What its client calls it.</param>
/// <param name="Purpose"><c>batch</c>, or <c>batch_output</c> for one that the gateway wrote.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Created">When it was made.</param>
internal sealed record StoredFile(
    string Id, string Key, string Name, string Purpose, long Bytes, DateTimeOffset Created)
{
    /// <summary>Purpose of requests.</summary>
    public const string Input = "batch";

    /// <summary>Purpose of what became of them.</summary>
    public const string Output = "batch_output";
}
