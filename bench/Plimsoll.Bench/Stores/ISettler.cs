namespace Plimsoll.Bench.Stores;

/// <summary>Something that settlements are written to.</summary>
internal interface ISettler
{
    /// <summary>Writes a value of a worker's account and an entry. Returns once both are durable.</summary>
    Task Settle(int worker, long request);
}
