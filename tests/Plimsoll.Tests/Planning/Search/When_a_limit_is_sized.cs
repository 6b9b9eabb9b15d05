using FsCheck;
using FsCheck.Fluent;
using Plimsoll.Planning;
using Plimsoll.Planning.Search;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Planning.Search;

public class When_a_limit_is_sized
{
    private const double Rounding = 1e-6;

    private static readonly Config Fixed = Config.QuickThrowOnFailure.WithMaxTest(25).WithReplay(20260506, 1);

    private static Arbitrary<(SmallService Service, Condition Condition, bool IsNew)> Cases { get; } = (
        from accelerators in Gen.Choose(200, 4000)
        from added in Gen.Choose(1, 4000)
        from megawatts in Gen.Choose(1, 12)
        from users in Gen.Choose(200_000, 2_000_000)
        from condition in Gen.Elements(Enum.GetValues<Condition>())
        from isNew in ArbMap.Default.GeneratorFor<bool>()
        select (new SmallService
        {
            OldAccelerators = accelerators,
            NewAccelerators = added,
            NewMegawatts = megawatts,
            Users = users,
        }, condition, isNew)).ToArbitrary();

    [Fact]
    public void As_much_as_the_answer_is_enough_and_fewer_are_not() => Check.One(Fixed, Prop.ForAll(Cases, drawn =>
    {
        var model = drawn.Service.Model();
        var candidate = drawn.IsNew
            ? SmallSearch.AtNewSite(SmallSearch.Kind) : SmallSearch.At(model, "new");
        var service = new ServiceMargins(model);
        var target = SmallSearch.Whole(service);

        var answer = Size(service, target, candidate, drawn.Condition);

        var with = service.With(candidate.AddTo(model, answer.Accelerators!.Value));
        var margin = with.Of(SmallSearch.Ramped, drawn.Condition, target.Load).Multiple;
        return margin >= 1 && Math.Abs(margin - answer.At) < Rounding
            && (answer.Accelerators == 0 ? answer.Below is null : answer.Below < 1);
    }));

    [Fact]
    public void With_one_kind_and_no_outage_it_is_what_is_missing_of_the_accelerators()
    {
        // One kind only: an hour needs so many working accelerators, however they are divided between the classes.
        var model = new SmallService { OldAccelerators = 500, NewAccelerators = 0, Users = 300_000 }.Model();
        var service = new ServiceMargins(model);
        var served = service.Of(SmallSearch.Ramped, Condition.Normal, service.LoadUnder(service.Policy)).Multiple;
        var missing = 500 * 0.97 * ((1 / served) - 1) / 0.97;

        var answer = Size(
            service, SmallSearch.Whole(service), SmallSearch.AtNewSite(SmallSearch.Kind), Condition.Normal);

        Assert.True(served < 1);
        Assert.Equal(Math.Ceiling(missing - Rounding), answer.Accelerators);
    }

    [Fact]
    public void Nothing_is_needed_of_what_holds_already()
    {
        var service = new ServiceMargins(new SmallService { Users = 1000 }.Model());

        var answer = Size(
            service, SmallSearch.Whole(service), SmallSearch.AtNewSite(SmallSearch.Kind), Condition.Storm);

        Assert.Equal((0, null), (answer.Accelerators, answer.Below));
    }

    [Fact]
    public void What_hangs_on_one_feed_is_no_help_against_losing_it()
    {
        var service = new ServiceMargins(new SmallService { OldAccelerators = 500, NewAccelerators = 0 }.Model());
        var target = SmallSearch.Whole(service, 3);

        var storm = Size(service, target, SmallSearch.AtNewSite(SmallSearch.Kind, feeds: 1), Condition.Storm);
        var peak = Size(service, target, SmallSearch.AtNewSite(SmallSearch.Kind, feeds: 1), Condition.Peak);

        Assert.Null(storm.Accelerators);
        Assert.Contains("a feed of new-site is all of it", storm.Obstacle, StringComparison.Ordinal);
        Assert.True(peak.Accelerators > 0);
    }

    [Fact]
    public void A_kind_that_a_class_does_not_run_on_is_named_with_the_reason()
    {
        var small = SmallSearch.Kind with { Name = "tiny", Memory = new ByteSize(40e9), ScaleUp = 2 };
        var service = new ServiceMargins(new SmallService { OldAccelerators = 500, NewAccelerators = 0 }.Model());

        var answer = Size(
            service, SmallSearch.Whole(service, 3), SmallSearch.AtNewSite(small), Condition.Normal);

        Assert.Null(answer.Accelerators);
        Assert.StartsWith("large does not run on it", answer.Obstacle, StringComparison.Ordinal);
    }

    [Fact]
    public void Capacity_that_may_be_withdrawn_does_not_help_under_notice()
    {
        var model = SmallSearch.WithContract(
            new SmallService { OldAccelerators = 500 }.Model(), "new",
            contract => contract with { Notice = Duration.FromDays(90) });
        var candidate = SmallSearch.At(model, "new");

        var (slow, quick) = (WithNotice(91), WithNotice(90));

        Assert.Contains(
            "may withdraw", Size(slow, SmallSearch.Whole(slow, 5), candidate, Condition.Notice).Obstacle,
            StringComparison.Ordinal);
        Assert.True(Size(quick, SmallSearch.Whole(quick, 5), candidate, Condition.Notice).Accelerators > 0);

        ServiceMargins WithNotice(int days) =>
            new(model with { Conditions = model.Conditions with { Notice = Duration.FromDays(days) } });
    }

    private static SizeAnswer Size(ServiceMargins service, Target target, Candidate candidate, Condition condition) =>
        SizeSearch.Of(service, target, SmallSearch.Ramped, condition, [candidate])[0];
}
