using System.Collections.Immutable;

namespace Plimsoll.Serving.Admission;

/// <summary>
/// Which band is next: the first that waits, except that a band that waits behind it keeps its share. Whatever is
/// started while it waits behind another earns it that share of the virtual tokens; once it is owed something, it goes
/// first, and pays what it takes.
/// </summary>
internal sealed class KeptShares
{
    private const int Parts = 1_000;

    private readonly long[] owed;
    private int[] kept;

    /// <summary>Bands that are owed nothing.</summary>
    public KeptShares(ImmutableArray<BandTerms> bands)
    {
        kept = PartsOf(bands);
        owed = new long[kept.Length];
    }

    /// <summary>Lets the bands keep other shares from now on; what they are owed stays.</summary>
    public void Adopt(ImmutableArray<BandTerms> bands) => kept = PartsOf(bands);

    /// <summary>The band whose request is to be started; -1: nobody waits.</summary>
    public int Next(ReadOnlySpan<FairBand> bands)
    {
        var first = First(bands);
        var next = first;
        for (var band = first + 1; first >= 0 && band < bands.Length; band++)
        {
            if (bands[band].Waiting > 0 && owed[band] > 0 && (next == first || owed[band] > owed[next]))
                next = band;
        }

        return next;
    }

    /// <summary>Notes that one of a band is to be started; it still counts as waiting.</summary>
    public void Start(ReadOnlySpan<FairBand> bands, int started, long cost)
    {
        var first = First(bands);
        owed[first] = Math.Min(owed[first], 0);
        for (var band = first + 1; band < bands.Length; band++)
        {
            if (bands[band].Waiting > 0)
                owed[band] += kept[band] * cost;
        }

        if (started != first)
            owed[started] -= Parts * cost;
    }

    /// <summary>Notes that nobody of a band waits any more: what it was owed is forfeit, what it owes stays.</summary>
    public void Emptied(int band) => owed[band] = Math.Min(owed[band], 0);

    /// <summary>
    /// The most requests that are started before one has its turn that is preceded by so many of its own band and so
    /// many of higher ones, where each costs the same: what its band keeps may bring it forward.
    /// </summary>
    public long Turn(int band, long own, long higher)
    {
        var turn = own + higher;
        return kept[band] == 0 ? turn : Math.Min(turn, own * Parts / kept[band]);
    }

    private static int[] PartsOf(ImmutableArray<BandTerms> bands) =>
        [.. bands.Select(band => (int)Math.Round(band.Kept.Fraction * Parts))];

    private static int First(ReadOnlySpan<FairBand> bands)
    {
        for (var band = 0; band < bands.Length; band++)
        {
            if (bands[band].Waiting > 0)
                return band;
        }

        return Seats.None;
    }
}
