using Plimsoll.Limits;
using Plimsoll.Limits.Estimates;
using Plimsoll.Quantities;

namespace Plimsoll.Bench;

/// <summary>A way to say beforehand how much an answer will be.</summary>
/// <param name="name">Name in the table.</param>
internal abstract class EstimateMethod(string name)
{
    /// <summary>What is reserved while nothing is known.</summary>
    public const long Expected = 1000;

    /// <summary>Share of requests that should write no more than was estimated.</summary>
    public const double Target = 0.9;

    public string Name => name;

    public abstract long Estimate(in TracedRequest request);

    public virtual void Learn(in TracedRequest request, long estimate)
    {
    }
}

/// <summary>What the others do: <c>max_tokens</c>, or a number that somebody typed in.</summary>
internal sealed class Constant(string name, long value) : EstimateMethod($"{name} ({value:N0})")
{
    public override long Estimate(in TracedRequest request) => value;
}

/// <summary>
/// Jain and Chlamtac's P²: five markers that follow a quantile of all there ever was, for each account; that of the
/// class before an account has ten answers.
/// </summary>
internal sealed class PSquare() : EstimateMethod("P² of the account, else of the class")
{
    private const int Least = 10;
    private readonly Dictionary<ulong, Markers> accounts = [];
    private readonly Markers all = new();

    public override long Estimate(in TracedRequest request) =>
        accounts.TryGetValue(request.Account, out var own) && own.Count >= Least ? own.Quantile
        : all.Count >= Least ? all.Quantile
        : Expected;

    public override void Learn(in TracedRequest request, long estimate)
    {
        if (!accounts.TryGetValue(request.Account, out var own))
            accounts[request.Account] = own = new Markers();
        own.Add(request.Output);
        all.Add(request.Output);
    }

    private sealed class Markers
    {
        private readonly double[] heights = new double[5];
        private readonly double[] wanted = [0, 2 * Target, 4 * Target, 2 + (2 * Target), 4];
        private readonly double[] moves = [0, Target / 2, Target, (1 + Target) / 2, 1];
        private readonly int[] positions = [0, 1, 2, 3, 4];

        public int Count { get; private set; }

        public long Quantile => (long)Math.Ceiling(heights[2]);

        public void Add(double value)
        {
            if (Count < 5)
            {
                heights[Count++] = value;
                if (Count == 5)
                    Array.Sort(heights);
                return;
            }

            Count++;
            heights[0] = Math.Min(heights[0], value);
            heights[4] = Math.Max(heights[4], value);
            for (var i = 1; i < 5; i++)
            {
                positions[i] += i == 4 || value < heights[i] ? 1 : 0;
                wanted[i] += moves[i];
            }

            for (var i = 1; i < 4; i++)
                Adjust(i);
        }

        private void Adjust(int i)
        {
            var behind = wanted[i] - positions[i];
            var (before, after) = (positions[i] - positions[i - 1], positions[i + 1] - positions[i]);
            if (!((behind >= 1 && after > 1) || (behind <= -1 && before > 1)))
                return;
            var step = Math.Sign(behind);
            var parabolic = heights[i] + (step / (double)(before + after)
                * (((before + step) * (heights[i + 1] - heights[i]) / after)
                    + ((after - step) * (heights[i] - heights[i - 1]) / before)));
            heights[i] = parabolic > heights[i - 1] && parabolic < heights[i + 1]
                ? parabolic
                : heights[i] + (step * (heights[i + step] - heights[i]) / (positions[i + step] - positions[i]));
            positions[i] += step;
        }
    }
}

/// <summary>
/// A histogram for each account with a code for every 6 % of length, each answer weighing 1 % less than the next; the
/// class counts as four answers to begin with and less the more the account has.
/// </summary>
internal sealed class Histograms() : EstimateMethod("log histogram of the account in its class")
{
    private const double Growth = 1.01;
    private const double ClassWeight = 4;
    private const int Codes = 336;
    private readonly Dictionary<ulong, Counts> accounts = [];
    private readonly Counts all = new();

    public override long Estimate(in TracedRequest request)
    {
        if (all.Sum == 0)
            return Expected;
        var own = accounts.GetValueOrDefault(request.Account);
        var count = own is null ? 0 : own.Sum / own.Unit;
        var ofClass = ClassWeight * ClassWeight / (ClassWeight + count);
        var needed = Target * (count + ofClass);
        var weight = 0.0;
        for (var code = 0; code < Codes; code++)
        {
            weight += (own is null ? 0 : own.Weights[code] / own.Unit) + (ofClass * all.Weights[code] / all.Sum);
            if (weight >= needed - 1e-9)
                return (long)Math.Pow(2, (code + 1) / 16.0);
        }

        return (long)Math.Pow(2, Codes / 16.0);
    }

    public override void Learn(in TracedRequest request, long estimate)
    {
        if (!accounts.TryGetValue(request.Account, out var own))
            accounts[request.Account] = own = new Counts();
        var code = (int)Math.Min(Codes - 1, 16 * Math.Log2(Math.Max(1, request.Output)));
        own.Add(code, Growth);
        all.Add(code, 1.0002);
    }

    private sealed class Counts
    {
        public double[] Weights { get; } = new double[Codes];

        public double Unit { get; private set; } = 1;

        public double Sum { get; private set; }

        public void Add(int code, double growth)
        {
            Unit *= growth;
            Weights[code] += Unit;
            Sum += Unit;
            if (Unit < 1e200)
                return;
            for (var i = 0; i < Codes; i++)
                Weights[i] /= Unit;
            Sum /= Unit;
            Unit = 1;
        }
    }
}

/// <summary>
/// A number for each account that goes up by 0.9 of a step after an answer that was longer and down by 0.1 of it after
/// one that was not, on a scale of doublings; it starts where the same number of the class is.
/// </summary>
internal sealed class Tracker() : EstimateMethod("quantile followed by account")
{
    private readonly Dictionary<ulong, (double Level, int Count)> accounts = [];
    private (double Level, int Count) all = (Math.Log2(Expected), 0);

    public override long Estimate(in TracedRequest request) =>
        (long)Math.Pow(2, (accounts.TryGetValue(request.Account, out var own) ? own : all).Level);

    public override void Learn(in TracedRequest request, long estimate)
    {
        var own = accounts.TryGetValue(request.Account, out var known) ? known : (all.Level, 0);
        accounts[request.Account] = Follow(own, request.Output);
        all = Follow(all, request.Output);
    }

    private static (double Level, int Count) Follow((double Level, int Count) at, int output)
    {
        var step = Math.Max(0.05, 1 / Math.Sqrt(1 + at.Count));
        var move = Math.Log2(Math.Max(1, output)) > at.Level ? Target : Target - 1;
        return (at.Level + (step * move), at.Count + 1);
    }
}

/// <summary>What the gateway uses: that, and the class by length of text.</summary>
internal sealed class Learned() : EstimateMethod("Plimsoll: and the class by length of text")
{
    private const int BytesPerToken = 4;
    private readonly UsageEstimator estimator =
        new(new EstimateTerms { Target = new Share(Target), Capacity = 1 << 20 });

    private readonly ClassTerms terms = new(
        "class", [], new CreditWeights(default, default, default, default), new Tokens(Expected));

    public override long Estimate(in TracedRequest request) => EstimateAll(request).Output.Value;

    public TokenUsage EstimateAll(in TracedRequest request) =>
        estimator.Estimate(request.Account, 0, (long)request.Input * BytesPerToken, null, terms);

    private static TokenUsage UsageOf(in TracedRequest request) => new(
        new Tokens(request.Input - request.Cached), default, new Tokens(request.Cached), new Tokens(request.Output));

    public override void Learn(in TracedRequest request, long estimate) => estimator.Learn(
        request.Account,
        0,
        (long)request.Input * BytesPerToken,
        UsageOf(request),
        new TokenUsage(default, default, default, new Tokens(estimate)),
        isComplete: true);
}
