namespace Plimsoll.Gateway.Dialects;

/// <summary>
/// Texts of numbers of which the same come again and again, as limits and resets do in every answer: they are made
/// once. Safe to share between threads.
/// </summary>
/// <param name="write">Makes the text of a number, always the same.</param>
internal sealed class RepeatedTexts(Func<long, string> write)
{
    private const int Places = 1024;

    private readonly Entry?[] entries = new Entry?[Places];

    /// <summary>The text of a number.</summary>
    public string Of(long number)
    {
        ref var entry = ref entries[(int)((ulong)number % Places)];
        var known = Volatile.Read(ref entry);
        if (known is null || known.Number != number)
            Volatile.Write(ref entry, known = new Entry(number, write(number)));
        return known.Text;
    }

    private sealed record Entry(long Number, string Text);
}
