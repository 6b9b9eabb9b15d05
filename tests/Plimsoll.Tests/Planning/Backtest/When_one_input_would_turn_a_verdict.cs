using System.Collections.Immutable;
using Plimsoll.Evidence;
using Plimsoll.Planning.Backtest;

namespace Plimsoll.Tests.Planning.Backtest;

public class When_one_input_would_turn_a_verdict
{
    private const double Precision = 0.002;

    /// <summary>A service that is borne on its first day with a tenth to spare.</summary>
    private static readonly PlainService Service = WithSpare(1.1);

    [Fact]
    public void The_value_at_which_it_turns_is_found_and_the_nearest_comes_first()
    {
        var flips = Flips(Service, Assumed("users", Service.Users), Assumed("old", Service.Old));

        // On its first day the fleet is 2,000 old and 1,200 new accelerators, and 10% of it is spare.
        Assert.Equal(["users", "old"], flips.Select(f => f.Input.Path));
        Assert.Equal(1.1, flips[0].Value / Service.Users, Precision);
        Assert.Equal(((3200 / 1.1) - 1200) / 2000, flips[1].Value / Service.Old, Precision);
        Assert.True(flips[0].Distance < flips[1].Distance);
    }

    [Fact]
    public void An_input_whose_range_ends_before_does_not_turn_it() => Assert.Empty(Flips(
        Service, Assumed("users", Service.Users) with { Low = 0.5 * Service.Users, High = 1.05 * Service.Users }));

    [Fact]
    public void An_input_is_looked_at_to_the_end_of_its_range()
    {
        var flip = Assert.Single(Flips(
            Service, Assumed("users", Service.Users) with { Low = Service.Users, High = 3 * Service.Users }));

        Assert.Equal(0.05, flip.Distance, Precision);
    }

    [Fact]
    public void What_is_reported_and_undisputed_is_not_moved() => Assert.Empty(Flips(
        Service, Assumed("users", Service.Users) with { Provenance = new(EvidenceKind.Reported, "s", null, null) }));

    [Fact]
    public void A_verdict_that_fails_is_turned_as_well()
    {
        var outgrown = WithSpare(0.9);
        var flip = Assert.Single(Flips(outgrown, Assumed("users", outgrown.Users)));

        Assert.Equal(0.9, flip.Value / outgrown.Users, Precision);
    }

    [Fact]
    public void Evidence_kinds_share_the_answer()
    {
        var inputs = new[]
        {
            Assumed("users", Service.Users),
            Assumed("old", Service.Old) with { Provenance = new(EvidenceKind.Measured, "s", null, null) },
        };
        var shares = Of(Service, inputs).Steps[^1].Evidence!.Shares;

        Assert.Equal(1, shares.Sum(s => s.Share), 9);
        Assert.InRange(shares.Single(s => s.Kind == EvidenceKind.Assumed).Share, 0.55, 0.65);
    }

    [Fact]
    public void Draws_of_disputed_inputs_fill_their_ranges_with_mid_as_the_median()
    {
        InputRecord[] inputs = [.. Enumerable.Range(0, 40).Select(i => Assumed($"i{i}", 2) with { Low = 1, High = 7 })];
        var draws = Enumerable.Range(1, 400).Select(draw => EvenDraws.Of(inputs, draw)).ToArray();

        Assert.All(inputs, input =>
        {
            var values = draws.Select(d => d[input.Path]).Order().ToArray();
            Assert.InRange(values[0], 1, 1.1);
            Assert.InRange(values[200], 1.9, 2.3);
            Assert.InRange(values[^1], 6.7, 7);
        });
    }

    private static PlainService WithSpare(double spare)
    {
        var service = new PlainService { Users = 100_000 };
        return service with { Users = 100_000 * Of(service).Steps[^1].Decisive / spare };
    }

    private static InputRecord Assumed(string path, double mid) =>
        new(path, "", mid, mid, mid, new(EvidenceKind.Assumed, null, null, null));

    private static ImmutableArray<Flip> Flips(PlainService service, params InputRecord[] inputs) =>
        Of(service, inputs).Steps[^1].Evidence!.Flips;

    private static BacktestReport Of(PlainService service, params InputRecord[] inputs) =>
        BacktestReport.Of(inputs, values => (service with
        {
            Users = values.GetValueOrDefault("users", service.Users),
            Old = values.GetValueOrDefault("old", service.Old),
        }).Model());
}
