using Plimsoll.Quantities;
using Plimsoll.Simulation.Seeds;

namespace Plimsoll.Simulation.Workloads;

/// <summary>
/// Makes up a trace. Each thing is drawn from a branch of its own, that of a conversation by its number: other users,
/// system prompts, lengths or turns move no arrival, and a longer trace begins with the shorter one.
/// </summary>
public static class TraceGenerator
{
    private const long Hour = 3600 * Duration.NanosecondsPerSecond;

    /// <summary>The rows, as they are asked for; the same settings and seed give the same rows.</summary>
    public static IEnumerable<TraceRow> Rows(GeneratorSettings settings, SeedTree seed)
    {
        var conversations = new Conversations(settings, seed);
        var number = 0L;
        foreach (var at in Arrivals(settings, seed.Stream("arrivals")))
        {
            foreach (var row in conversations.Rows(number, at))
                yield return row;
            number++;
        }
    }

    /// <summary>
    /// A renewal process in a time of its own, in which one conversation begins in a unit, read at the hour's rate:
    /// gaps have the stated variation, and an hour its share.
    /// </summary>
    private static IEnumerable<Instant> Arrivals(GeneratorSettings settings, Draws draws)
    {
        var shape = 1 / (settings.GapVariation * settings.GapVariation);
        var perHour = settings.Rate / settings.Turns * 3600;
        var weights = settings.DayWeights;
        var mean = weights.IsEmpty ? 1 : weights.Average();
        var hour = 0L;
        var passed = 0.0;
        while (true)
        {
            var gap = draws.NextGamma(shape) / shape;
            var rate = RateOf(hour);
            while (rate == 0 || gap > (1 - passed) * rate)
            {
                gap -= (1 - passed) * rate;
                passed = 0;
                rate = RateOf(++hour);
                if (hour * (double)Hour >= settings.Length.Nanoseconds)
                    yield break;
            }

            passed += gap / rate;
            var at = (hour * Hour) + (long)(passed * Hour);
            if (at >= settings.Length.Nanoseconds)
                yield break;
            yield return new Instant(at);
        }

        double RateOf(long hour) => weights.IsEmpty ? perHour : perHour * weights[(int)(hour % 24)] / mean;
    }

    /// <summary>What is said in conversations.</summary>
    private sealed class Conversations(GeneratorSettings settings, SeedTree seed)
    {
        private readonly SeedTree turns = seed.Branch("turns");
        private readonly SeedTree lengths = seed.Branch("lengths");
        private readonly SeedTree thinks = seed.Branch("thinks");
        private readonly SeedTree systems = seed.Branch("systems");
        private readonly SeedTree users = seed.Branch("users");
        private readonly Zipf? systemLaw =
            settings.SystemPrompts > 0 ? new(settings.SystemPrompts, settings.SystemSkew) : null;
        private readonly Zipf? userLaw = settings.Users > 0 ? new(settings.Users, settings.UserSkew) : null;
        private long nextName;

        public IEnumerable<TraceRow> Rows(long number, Instant at)
        {
            var count = TurnsOf(number);
            var length = lengths.Stream(number);
            var think = thinks.Stream(number);
            var names = systemLaw is not null || count > 1 ? new PromptNames(settings.PrefixBlock) : null;
            var system = SystemOf(number);
            var context = system < 0 ? 0 : settings.SystemTokens;
            if (system >= 0)
                names!.Begin(system, context);
            for (var turn = 0; turn < count; turn++)
            {
                var (input, output) = settings.Lengths.Next(ref length);
                if (turn > 0 && (long)context + input + output > settings.MostTokens)
                    yield break;
                yield return new(
                    new()
                    {
                        Id = 0,
                        At = turn == 0 ? at : default,
                        Account = UserOf(number),
                        Session = number,
                        Input = context + input,
                        Output = output,
                        Prefix = names?.Extend(context, context + input, ref nextName) ?? default,
                    },
                    turn == 0 ? null : Duration.FromSeconds(settings.Think.Seconds * think.NextExponential()));
                context += input + output;
            }
        }

        private long TurnsOf(long number)
        {
            if (settings.Turns == 1)
                return 1;
            var stream = turns.Stream(number);
            return 1 + (long)(Math.Log(stream.NextPositive()) / Math.Log(1 - (1 / settings.Turns)));
        }

        private long SystemOf(long number)
        {
            if (systemLaw is null)
                return -1;
            var stream = systems.Stream(number);
            return systemLaw.Next(ref stream) - 1;
        }

        private int UserOf(long number)
        {
            if (userLaw is null)
                return -1;
            var stream = users.Stream(number);
            return (int)userLaw.Next(ref stream) - 1;
        }
    }
}
