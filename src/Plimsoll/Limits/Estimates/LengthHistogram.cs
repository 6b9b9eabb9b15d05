namespace Plimsoll.Limits.Estimates;

/// <summary>Counts of lengths by code. The newest weigh most: half of all is forgotten whenever it is full.</summary>
/// <param name="most">Count at which it is full, at most 65,535.</param>
internal sealed class LengthHistogram(int most)
{
    /// <summary>Codes in a group.</summary>
    public const int GroupSize = 16;

    private readonly ushort[] codes = new ushort[LengthScale.Codes];
    private readonly ushort[] groups = new ushort[LengthScale.Codes / GroupSize];

    /// <summary>Sum of all counts.</summary>
    public int Count { get; private set; }

    /// <summary>Count of one code.</summary>
    public int OfCode(int code) => codes[code];

    /// <summary>Count of the codes of one group.</summary>
    public int OfGroup(int group) => groups[group];

    /// <summary>Adds one.</summary>
    public void Add(int code)
    {
        if (Count == most)
            Halve();
        codes[code]++;
        groups[code / GroupSize]++;
        Count++;
    }

    private void Halve()
    {
        Count = 0;
        for (var group = 0; group < groups.Length; group++)
        {
            var sum = 0;
            for (var code = group * GroupSize; code < (group + 1) * GroupSize; code++)
                sum += codes[code] /= 2;
            groups[group] = (ushort)sum;
            Count += sum;
        }
    }
}
