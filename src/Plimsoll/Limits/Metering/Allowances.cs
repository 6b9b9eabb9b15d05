using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Limits.Metering;

/// <summary>The allowances that may hold for one rule, compiled. Immutable.</summary>
internal sealed class Allowances
{
    // The rates of all combinations of this many are worked out beforehand, 64 at most.
    private const int MostCombined = 6;

    private readonly Entry[] entries;
    private readonly ChargeRate[]? combined;

    private Allowances(Entry[] entries)
    {
        this.entries = entries;
        if (entries.Length <= MostCombined)
            combined = [.. Enumerable.Range(0, 1 << entries.Length).Select(Combine)];
    }

    /// <summary>None: usage is charged as it is.</summary>
    public static Allowances None { get; } = new([]);

    /// <summary>Compiles those of a policy that a window of a set may meet.</summary>
    public static Allowances Of(
        Policy policy, WindowKind window, string set, string modelClass, Lane lane, BookNames names)
    {
        ImmutableArray<Allowance> matching =
        [
            .. policy.Allowances.Where(allowance => allowance.Window == window
                && allowance.Plans.Contains(set)
                && (allowance.Class is null || allowance.Class == modelClass)
                && (allowance.Lane is null || allowance.Lane == lane)),
        ];
        return matching.IsEmpty ? None : new Allowances([.. matching.Select(allowance => new Entry(
            allowance,
            allowance.Product is { } product ? names.Product(product) : null,
            allowance.Trait is { } trait ? names.Trait(trait) : 0))]);
    }

    /// <summary>The rate for usage admitted at <paramref name="at"/>.</summary>
    /// <param name="product">Product of the request.</param>
    /// <param name="traits">Its traits.</param>
    /// <param name="at">Instant of admission.</param>
    public ChargeRate RateAt(int product, ulong traits, Instant at)
    {
        if (entries.Length == 0)
            return ChargeRate.Full;
        if (combined is null)
            return Product(product, traits, at);
        var which = 0;
        for (var i = 0; i < entries.Length; i++)
        {
            if (entries[i].Matches(product, traits, at))
                which |= 1 << i;
        }

        return combined[which];
    }

    /// <summary>The allowances that match, as <c>change/name</c>.</summary>
    public ImmutableArray<string> NamesAt(int product, ulong traits, Instant at) =>
    [
        .. entries.Where(entry => entry.Matches(product, traits, at))
            .Select(entry => $"{entry.Terms.Change}/{entry.Terms.Name}"),
    ];

    private ChargeRate Product(int product, ulong traits, Instant at)
    {
        var rate = ChargeRate.Full;
        foreach (var entry in entries)
        {
            if (entry.Matches(product, traits, at))
                rate = rate.Allowing(entry.Terms);
        }

        return rate;
    }

    private ChargeRate Combine(int which)
    {
        var rate = ChargeRate.Full;
        for (var i = 0; i < entries.Length; i++)
        {
            if ((which & (1 << i)) != 0)
                rate = rate.Allowing(entries[i].Terms);
        }

        return rate;
    }

    private readonly record struct Entry(Allowance Terms, int? OnlyProduct, ulong NeededTrait)
    {
        public bool Matches(int product, ulong traits, Instant at) =>
            (OnlyProduct is null || OnlyProduct == product)
            && (traits & NeededTrait) == NeededTrait
            && (Terms.When is null || Terms.When.Contains(at));
    }
}
