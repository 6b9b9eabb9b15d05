using Plimsoll.Planning;
using Plimsoll.Quantities;
using Plimsoll.Tests.Planning;

namespace Plimsoll.Simulation.Tests.Accounts;

public sealed class When_a_service_is_simulated_again
{
    private static readonly ServiceModel Model = new SmallService().Model();

    [Fact]
    public void The_same_seed_gives_the_same_records_and_another_seed_others()
    {
        var records = new SmallDay(Model, 400, seed: 7, hours: 6).Run().Records;
        Assert.NotEmpty(records);
        Assert.Equal(records, new SmallDay(Model, 400, seed: 7, hours: 6).Run().Records);
        Assert.NotEqual(records, new SmallDay(Model, 400, seed: 8, hours: 6).Run().Records);
    }

    [Fact]
    public void A_population_more_does_not_move_what_others_draw()
    {
        var more = Model with
        {
            Populations = [Model.Populations[0] with { Name = "added" }, .. Model.Populations],
            Organizations = [Model.Organizations[0] with { Name = "added" }, .. Model.Organizations],
        };
        Assert.Equal(Drawn(Model, name => name == "companies"), Drawn(more, name => name == "companies"));
        Assert.Equal(Drawn(Model, name => name == "light"), Drawn(more, name => name == "light"));
        Assert.NotEmpty(Drawn(more, name => name == "added"));
    }

    /// <summary>What the groups of a name ask for, when nothing refuses them.</summary>
    private static List<(Instant At, int Class, int Input, int Output)> Drawn(
        ServiceModel model, Func<string, bool> isAsked)
    {
        string[] groups = [.. model.Populations.Select(p => p.Name), .. model.Organizations.Select(o => o.Name)];
        var until = SmallService.Day + Duration.FromHours(3);
        var (_, workload) = SmallDay.Accounts(model, SmallService.Day, until, 400, 5);
        return [.. SmallDay.Arrivals(workload)
            .Where(arrival => isAsked(groups[workload.GroupOf(arrival.Account)]))
            .Select(arrival => (arrival.At, arrival.Class, arrival.Input, arrival.Output))];
    }
}
