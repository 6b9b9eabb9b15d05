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
    private readonly HashSet<(string Scope, string Id)> made = [];
    private readonly Queue<(string Scope, string Id)> order = new();

    /// <summary>Makes a purchase unless it was made before.</summary>
    /// <param name="scope">For whom.</param>
    /// <param name="id">Its name.</param>
    /// <param name="buy">Adds the credit; false when the scope takes none.</param>
    public PurchaseResult Make(string scope, string id, Func<bool> buy)
    {
        lock (gate)
        {
            if (made.Contains((scope, id)))
                return PurchaseResult.AlreadyMade;
            if (!buy())
                return PurchaseResult.NotOffered;
            made.Add((scope, id));
            order.Enqueue((scope, id));
            if (order.Count > most)
                made.Remove(order.Dequeue());
            return PurchaseResult.Made;
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
