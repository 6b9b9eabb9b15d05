using System.Collections.Immutable;

namespace Plimsoll.Footprint.Carbon;

/// <summary>
/// The two scores of SCI for AI (Green Software Foundation): for who uses a model, operation per million tokens of each
/// class; for who provides it, training per exaFLOP. Both hold the idle accelerators that their work needs.
/// </summary>
/// <remarks>
/// In every hour what energy emits follows the joules of classes, batches and training, and what was emitted to make
/// the hardware follows their accelerators; what is idle follows them in turn. An hour without any work stays
/// <see cref="UnassignedKilograms"/>.
/// </remarks>
public sealed record AiScores
{
    /// <summary>Unit of the consumer's scores.</summary>
    public const string MillionTokens = "M tokens";

    /// <summary>Unit of the provider's score.</summary>
    public const string ExaFlop = "EFLOP";

    private const double TokensOfAUnit = 1e6;
    private const double FlopOfAUnit = 1e18;

    /// <summary>By class and batch, in ordinal order of name.</summary>
    public required ImmutableArray<(string Class, SciScore Score)> Consumer { get; init; }

    /// <summary>Of training, per operation that the accelerators could have done: gross.</summary>
    public required SciScore ProviderGross { get; init; }

    /// <summary>Of training, per operation that training achieved: effective.</summary>
    public required SciScore ProviderEffective { get; init; }

    /// <summary>Emissions of hours without work, in kilograms.</summary>
    public required double UnassignedKilograms { get; init; }

    /// <summary>Reckons them.</summary>
    /// <param name="sites">Meter and account of each site.</param>
    /// <param name="tokens">Output tokens of classes and batches in the same period, by name.</param>
    /// <param name="training">Operations of training in the period: possible, and achieved.</param>
    public static AiScores Of(
        IReadOnlyList<(SiteMeter Meter, CarbonAccount Account)> sites,
        IReadOnlyDictionary<string, double> tokens,
        (double Gross, double Effective) training)
    {
        var classes = tokens.Keys
            .Concat(sites.SelectMany(site => site.Meter.Uses.Where(use => use.Kind != UseKind.Training))
                .Select(use => use.Class).Where(name => name.Length > 0))
            .Distinct().Order(StringComparer.Ordinal).ToArray();
        var emitted = classes.Append("").ToDictionary(name => name, _ => new Kilograms());
        var unassigned = 0.0;
        foreach (var (meter, account) in sites)
        {
            var working = meter.Uses.Where(use => use.Kind != UseKind.Idle).ToArray();
            for (var hour = 0; hour < meter.Hours; hour++)
            {
                var operational = account.CombustionKilograms[hour] + account.LocationKilograms[hour];
                var embodied = account.EmbodiedKilograms[hour];
                var joules = working.Sum(use => (double)use.Joules[hour]);
                var accelerators = working.Sum(use => use.Accelerators[hour]);
                unassigned += (joules > 0 ? 0 : operational) + (accelerators > 0 ? 0 : embodied);
                foreach (var use in working)
                {
                    emitted[use.Kind == UseKind.Training ? "" : use.Class].Add(
                        joules > 0 ? use.Joules[hour] / joules * operational : 0,
                        accelerators > 0 ? use.Accelerators[hour] / accelerators * embodied : 0);
                }
            }
        }

        return new AiScores
        {
            Consumer =
            [
                .. classes.Select(name => (name, emitted[name].Score(
                    tokens.GetValueOrDefault(name) / TokensOfAUnit, MillionTokens))),
            ],
            ProviderGross = emitted[""].Score(training.Gross / FlopOfAUnit, ExaFlop),
            ProviderEffective = emitted[""].Score(training.Effective / FlopOfAUnit, ExaFlop),
            UnassignedKilograms = unassigned,
        };
    }

    /// <summary>Emissions that add up over hours.</summary>
    private sealed class Kilograms
    {
        private double operational;
        private double embodied;

        public void Add(double ofEnergy, double ofMaking)
        {
            operational += ofEnergy;
            embodied += ofMaking;
        }

        public SciScore Score(double units, string unit) => new(operational, embodied, units, unit);
    }
}
