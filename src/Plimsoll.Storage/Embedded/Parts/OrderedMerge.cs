using Plimsoll.Limits.Ledger;

namespace Plimsoll.Storage.Embedded.Parts;

/// <summary>Reads sources that are each in order as one, and opens each no sooner than it has to.</summary>
internal static class OrderedMerge
{
    /// <summary>The items of all, in order.</summary>
    /// <param name="sources">Each with a key that none of its items is before.</param>
    /// <param name="keyOf">Key of an item.</param>
    public static IEnumerable<T> Of<T, TKey>(
        IEnumerable<(TKey First, IEnumerable<T> Items)> sources, Func<T, TKey> keyOf)
        where TKey : IComparable<TKey>
    {
        var waiting = new Queue<(TKey First, IEnumerable<T> Items)>(sources.OrderBy(source => source.First));
        var open = new PriorityQueue<IEnumerator<T>, TKey>();
        try
        {
            while (open.Count + waiting.Count > 0)
            {
                while (waiting.TryPeek(out var next)
                       && (!open.TryPeek(out _, out var least) || next.First.CompareTo(least) <= 0))
                {
                    Advance(waiting.Dequeue().Items.GetEnumerator());
                }

                if (!open.TryDequeue(out var items, out _))
                    continue;
                var item = items.Current;
                Advance(items);
                yield return item;
            }
        }
        finally
        {
            foreach (var (items, _) in open.UnorderedItems)
                items.Dispose();
        }

        void Advance(IEnumerator<T> items)
        {
            if (items.MoveNext())
                open.Enqueue(items, keyOf(items.Current));
            else
                items.Dispose();
        }
    }

    /// <summary>Sums in the order of their keys, one for each key.</summary>
    public static IEnumerable<UsageSum> Sums(IEnumerable<(UsageKey First, IEnumerable<UsageSum> Items)> sources)
    {
        UsageSum? pending = null;
        foreach (var sum in Of(sources, sum => sum.Key))
        {
            if (pending is { } same && same.Key == sum.Key)
            {
                pending = same.Plus(sum);
                continue;
            }

            if (pending is { } complete)
                yield return complete;
            pending = sum;
        }

        if (pending is { } last)
            yield return last;
    }
}
