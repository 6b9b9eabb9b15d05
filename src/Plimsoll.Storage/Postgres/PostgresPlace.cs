namespace Plimsoll.Storage.Postgres;

/// <summary>
/// The right to use one connection, and the slot in which the server remembers how the last commit of it ended.
/// </summary>
internal sealed class PostgresPlace
{
    /// <summary>Name of the slot, of no other place anywhere.</summary>
    public Guid Slot { get; } = Guid.NewGuid();

    /// <summary>Which commit of the slot is under way: each has its own, all attempts at it the same.</summary>
    public long Turn { get; private set; }

    /// <summary>Begins another commit.</summary>
    public void BeginTurn() => Turn++;
}
