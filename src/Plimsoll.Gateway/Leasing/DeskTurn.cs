using System.Collections.Immutable;
using Plimsoll.Storage;

namespace Plimsoll.Gateway.Leasing;

/// <summary>A turn of a desk to talk to the store: what it has to say when its time comes.</summary>
/// <param name="desk">Whose it is.</param>
internal sealed class DeskTurn(LeaseDesk desk)
{
    private readonly TaskCompletionSource made = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private LeaseExchange? exchange;

    /// <summary>Lines that have something to say.</summary>
    public List<DeskLine> Work { get; } = [];

    /// <summary>Changes that are wanted.</summary>
    public List<PathChange> Changes { get; } = [];

    /// <summary>While it waits, whether somebody waits for it; null: its time has come. The rounds say it.</summary>
    public bool? IsUrgent { get; set; }

    /// <summary>Ends once all is said, or with why it could not be.</summary>
    public Task Made => made.Task;

    /// <summary>What is to be committed for it; null: nothing is.</summary>
    public StoreBatch? Batch { get; private set; }

    /// <summary>What it is about, at all gateways.</summary>
    public string Topic => desk.Organization;

    /// <summary>Gathers what there is to say, and begins to say it.</summary>
    /// <returns>Keys of the values that it needs.</returns>
    public ImmutableArray<string> Begin()
    {
        lock (desk.Gate)
        {
            desk.Gather(this);
            exchange = new LeaseExchange(desk, Work, Changes);
            return exchange.Keys;
        }
    }

    /// <summary>Decides by what was read.</summary>
    /// <returns>False when the turn is over: nothing is to be committed, or it cannot be decided.</returns>
    public bool Prepare(IReadOnlyDictionary<string, StoredValue> values)
    {
        try
        {
            lock (desk.Gate)
                Batch = exchange!.Prepare(values);
        }
        catch (Exception fault)
        {
            made.SetException(fault);
            return false;
        }

        if (Batch is null)
            made.SetResult();
        return Batch is not null;
    }

    /// <summary>Its batch is committed.</summary>
    public void Finish()
    {
        lock (desk.Gate)
            exchange!.Finish();
        made.SetResult();
    }

    /// <summary>It could not be said, unless its end was told already.</summary>
    public void Fail(Exception fault) => made.TrySetException(fault);
}
