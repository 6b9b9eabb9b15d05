using FsCheck;
using FsCheck.Fluent;
using Plimsoll.Footprint;
using Plimsoll.Footprint.Carbon;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Footprint.Carbon;

public class When_a_model_is_scored
{
    private const long MegawattHour = Joules.PerMegawattHour;

    private static readonly MeteredSite Site = new()
    {
        Grid = [4 * MegawattHour, 4 * MegawattHour],
        Uses =
        [
            MeteredSite.Use(UseKind.Serving, "large", [2 * MegawattHour, 0]),
            MeteredSite.Use(UseKind.StandBy, "large", [MegawattHour, 0]),
            MeteredSite.Use(UseKind.Training, "pretraining", [MegawattHour, 0]),
            MeteredSite.Use(UseKind.Idle, "", [0, 4 * MegawattHour]),
        ],
    };

    private static AiScores ScoresOf(MeteredSite site, double tokens = 1e6)
    {
        var meter = site.Meter();
        return AiScores.Of(
            [(meter, CarbonAccount.Of(meter, MeteredSite.Terms))],
            new Dictionary<string, double> { ["large"] = tokens },
            (2e18, 1e18));
    }

    [Fact]
    public void Standing_by_counts_for_its_class_and_training_for_the_provider()
    {
        var scores = ScoresOf(Site);

        Assert.Equal(1200, scores.Consumer[0].Score.OperationalKilograms, 1e-9);
        Assert.Equal(400, scores.ProviderGross.OperationalKilograms, 1e-9);
        Assert.Equal(2 * scores.ProviderGross.GramsPerUnit!.Value, scores.ProviderEffective.GramsPerUnit!.Value, 1e-9);
    }

    [Fact]
    public void An_hour_without_work_is_said_apart() =>
        Assert.Equal(1600 + (2000 * 1114.0 / (1826 * 24)), ScoresOf(Site).UnassignedKilograms, 1e-6);

    [Fact]
    public void A_class_without_tokens_has_no_score() =>
        Assert.Null(ScoresOf(Site, tokens: 0).Consumer[0].Score.GramsPerUnit);

    [Fact]
    public void Contracts_do_not_count()
    {
        var meter = Site.Meter();
        var green = MeteredSite.Terms with
        {
            Instruments = [new ContractInstrument { Name = "ppa", PerYear = new Joules(100_000 * MegawattHour) }],
        };
        var scores = AiScores.Of(
            [(meter, CarbonAccount.Of(meter, green))], new Dictionary<string, double> { ["large"] = 1e6 }, (1, 1));

        Assert.Equal(ScoresOf(Site).Consumer, scores.Consumer);
    }

    [Fact]
    public void Scores_and_what_is_unassigned_add_up_to_the_site() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(100).WithReplay(20260112, 1),
        Prop.ForAll(MeteredSite.WithContracts, drawn =>
        {
            var meter = drawn.Site.Meter();
            var account = CarbonAccount.Of(meter, drawn.Terms);
            var scores = AiScores.Of([(meter, account)], new Dictionary<string, double>(), (1, 1));
            var scored = scores.Consumer.Select(one => one.Score).Append(scores.ProviderGross)
                .Sum(score => score.OperationalKilograms + score.EmbodiedKilograms) + scores.UnassignedKilograms;
            var all = account.LocationKilograms.Sum() + account.CombustionKilograms.Sum()
                + account.EmbodiedKilograms.Sum();
            return Math.Abs(scored - all) <= 1e-9 * Math.Max(1, all);
        }));
}
