namespace Plimsoll.Scenarios.Measurements;

/// <summary>A time of a request that a replay is compared by.</summary>
public sealed class ReplayedTime
{
    private readonly Func<double, double, int, double> of;

    private ReplayedTime(string key, string name, Func<double, double, int, double> of) =>
        (Key, Name, this.of) = (key, name, of);

    /// <summary>From the queue to the last token.</summary>
    public static ReplayedTime EndToEnd { get; } = new("endToEnd", "end to end", (_, last, _) => last);

    /// <summary>From the queue to the first token.</summary>
    public static ReplayedTime FirstToken { get; } = new("ttft", "to first token", (first, _, _) => first);

    /// <summary>Mean time of a token after the first.</summary>
    public static ReplayedTime PerToken { get; } =
        new("tpot", "per token", (first, last, output) => (last - first) / (output - 1));

    /// <summary>Name for programs.</summary>
    public string Key { get; }

    /// <summary>Name for people.</summary>
    public string Name { get; }

    /// <summary>The time, in seconds.</summary>
    /// <param name="first">To the first token.</param>
    /// <param name="last">To the last token.</param>
    /// <param name="output">Tokens produced.</param>
    public double Of(double first, double last, int output) => of(first, last, output);
}
