using Plimsoll.Gateway.Admission;

namespace Plimsoll.Gateway.Administration;

/// <summary>
/// Credit that operators added, by scope and name of the purchase, so that none is added twice. Only one that succeeded
/// uses its name up. Safe to share between threads.
/// </summary>
/// <param name="most">How many of the latest purchases are remembered; 1 or more.</param>
internal sealed class Purchases(int most = Purchases.Most)
{
    /// <summary>How many are remembered by default.</summary>
    public const int Most = 1 << 16;

    private readonly Lock gate = new();
    private readonly HashSet<UInt128> made = [];
    private readonly Queue<UInt128> order = new();

    /// <summary>Makes a purchase unless it was made before.</summary>
    /// <param name="scope">For whom.</param>
    /// <param name="id">Its name.</param>
    /// <param name="buy">Adds the credit; false when the scope takes none.</param>
    public PurchaseResult Make(string scope, string id, Func<bool> buy)
    {
        var name = RequestName.OfPurchase(scope, id);
        lock (gate)
        {
            if (made.Contains(name))
                return PurchaseResult.AlreadyMade;
            if (!buy())
                return PurchaseResult.NotOffered;
            Remember(name);
            return PurchaseResult.Made;
        }
    }

    /// <summary>Remembers a purchase that was made before the gateway started.</summary>
    public void Remember(UInt128 name)
    {
        lock (gate)
        {
            if (!made.Add(name))
                return;
            order.Enqueue(name);
            if (order.Count > most)
                made.Remove(order.Dequeue());
        }
    }
}

/// <summary>What came of a purchase.</summary>
internal enum PurchaseResult
{
    /// <summary>The credit was added.</summary>
    Made,

    /// <summary>It was added before, under this name.</summary>
    AlreadyMade,

    /// <summary>The scope offers no overage.</summary>
    NotOffered,
}
