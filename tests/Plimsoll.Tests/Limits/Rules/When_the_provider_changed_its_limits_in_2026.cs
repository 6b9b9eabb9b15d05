using System.Collections.Frozen;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Limits.Rules;

/// <summary>
/// The published changes of 26 March, 6 and 13 May, and 14 September, and the reset that was granted from 22 September,
/// as one timeline. The factor of 26 March was never published: 0.5 is assumed.
/// </summary>
public class When_the_provider_changed_its_limits_in_2026
{
    private static readonly Instant march26 = Deal.At(3, 26);
    private static readonly Instant may6 = Deal.At(5, 6);
    private static readonly Instant may13 = Deal.At(5, 13);
    private static readonly Instant september14 = Deal.At(9, 14);

    private static readonly Allowance peak =
        Deal.Allowance("peak-hours", WindowKind.Session, 0.5, when: Deal.Peak);

    private static readonly Allowance doubled =
        Deal.Allowance("sessions-doubled", WindowKind.Session, 2, Deal.ClaudeCode);

    private static readonly Policy[] versions =
    [
        Deal.Policy,
        Deal.Policy.From(march26, peak),
        Deal.Policy.From(may6, doubled).WithTiers(
            Deal.Tier("tier-1", 50, 500_000, 80_000),
            Deal.Tier("tier-2", 1_000, 2_000_000, 200_000),
            Deal.Tier("tier-3", 2_000, 5_000_000, 400_000),
            Deal.Tier("tier-4", 4_000, 10_000_000, 800_000)),
        Deal.Policy.From(may13, doubled, Deal.Allowance("week-plus-50", WindowKind.Week, 1.5, Deal.ClaudeCode)),
        Deal.Policy.From(
            september14, doubled, Deal.Allowance("week-plus-25", WindowKind.Week, 1.25, Deal.ClaudeCode)),
    ];

    private readonly Desk desk = new([.. versions]);

    /// <summary>Tokens of Sonnet input that a seat may use at one instant, in requests of 12,500.</summary>
    private static long UsesUp(Desk desk, ScopePath seat, Instant now, string product)
    {
        var used = 0L;
        var request = desk.Request(seat, Deal.Input(12_500), product: product);
        for (; desk.Book.TryReserve(request, now, out var open, out _); used += 12_500)
            desk.Book.Settle(open, request.Estimate, now);
        return used;
    }

    /// <summary>The same of a new Pro user.</summary>
    private static long SessionFrom(Instant now, string product)
    {
        var desk = new Desk([.. versions]);
        return UsesUp(desk, desk.Seat("pro"), now, product);
    }

    /// <summary>The same in sessions one after another, until the week is spent.</summary>
    private static long WeekFrom(Instant from, string product)
    {
        var desk = new Desk([.. versions]);
        var seat = desk.Seat("pro");
        var used = 0L;
        for (var now = from; UsesUp(desk, seat, now, product) is var more and > 0; now += Duration.FromHours(6))
            used += more;
        return used;
    }

    [Theory]
    [InlineData(3, 25, 13, 0, 0, 1_000)] // Wednesday, the day before
    [InlineData(3, 26, 11, 59, 59, 1_000)] // Thursday 04:59:59 in Los Angeles, summer time
    [InlineData(3, 26, 12, 0, 0, 2_000)] // 05:00
    [InlineData(3, 26, 17, 59, 59, 2_000)] // 10:59:59
    [InlineData(3, 26, 18, 0, 0, 1_000)] // 11:00
    [InlineData(3, 28, 14, 0, 0, 1_000)] // Saturday
    [InlineData(5, 5, 12, 0, 0, 2_000)] // Tuesday, the last day
    [InlineData(5, 6, 12, 0, 0, 1_000)] // lifted
    public void On_26_March_a_weekday_morning_counts_twice_toward_the_session_and_once_toward_the_week(
        int month, int day, int hour, int minute, int second, double credits)
    {
        var now = Deal.At(month, day, hour, minute, second);
        var seat = desk.Seat("pro");
        desk.Uses(seat, Deal.Input(2_500), now);
        Assert.Equal(credits, desk.Credits(seat, LimitKind.Session, now));
        Assert.Equal(1_000, desk.Credits(seat, LimitKind.Week, now));
    }

    [Theory]
    [InlineData(3, 6, 12, 59, 1_000)] // Friday 04:59, winter time
    [InlineData(3, 6, 13, 0, 2_000)] // 05:00
    [InlineData(3, 9, 11, 59, 1_000)] // Monday 04:59, summer time
    [InlineData(3, 9, 12, 0, 2_000)] // 05:00
    [InlineData(10, 30, 12, 0, 2_000)] // Friday 05:00, summer time
    [InlineData(11, 2, 12, 0, 1_000)] // Monday 04:00, winter time
    [InlineData(11, 2, 13, 0, 2_000)] // 05:00
    public void The_peak_would_begin_at_five_in_Los_Angeles_on_both_sides_of_a_change_of_the_clock(
        int month, int day, int hour, int minute, double credits)
    {
        var now = Deal.At(month, day, hour, minute);
        var always = new Desk(Deal.Policy.From(Deal.At(1, 2), peak));
        var seat = always.Seat("pro");
        always.Uses(seat, Deal.Input(2_500), now);
        Assert.Equal(credits, always.Credits(seat, LimitKind.Session, now));
    }

    [Fact]
    public void On_6_May_one_full_session_became_22_percent_of_a_pro_week_and_had_been_11()
    {
        // A user measured 12 % before and 25 % after: somewhat more, and doubled likewise.
        double ShareOfTheWeek(Instant now)
        {
            var seat = desk.Seat("pro");
            UsesUp(desk, seat, now, Deal.ClaudeCode);
            Assert.Equal(1, desk.State(seat, LimitKind.Session, now).Utilization);
            return desk.State(seat, LimitKind.Week, now).Utilization;
        }

        var before = ShareOfTheWeek(Deal.At(5, 5, 20));
        var after = ShareOfTheWeek(Deal.At(5, 6, 20));
        Assert.Equal(0.11, before);
        Assert.Equal(0.22, after);
        Assert.Equal(2, after / before);
    }

    [Fact]
    public void On_6_May_sessions_doubled_in_claude_code_and_in_no_other_product()
    {
        Assert.Equal(1_375_000, SessionFrom(Deal.At(5, 5, 20), Deal.ClaudeCode));
        Assert.Equal(2_750_000, SessionFrom(Deal.At(5, 6, 20), Deal.ClaudeCode));
        Assert.Equal(1_375_000, SessionFrom(Deal.At(5, 6, 20), Deal.Chat));
    }

    [Fact]
    public void On_6_May_a_weekday_morning_in_claude_code_became_four_times_as_long()
    {
        Assert.Equal(687_500, SessionFrom(Deal.At(5, 5, 12), Deal.ClaudeCode));
        Assert.Equal(2_750_000, SessionFrom(Deal.At(5, 6, 12), Deal.ClaudeCode));
    }

    [Theory]
    [InlineData("tier-1", 30_000, 500_000, 8_000, 80_000)]
    [InlineData("tier-2", 450_000, 2_000_000, 90_000, 200_000)]
    [InlineData("tier-3", 800_000, 5_000_000, 160_000, 400_000)]
    [InlineData("tier-4", 2_000_000, 10_000_000, 400_000, 800_000)]
    public void On_6_May_opus_tiers_rose_and_what_never_fit_was_told_that_it_would(
        string tier, long input, long raisedInput, long output, long raisedOutput)
    {
        var organization = desk.Organization(tier);
        long Limit(LimitKind kind, Instant now) => desk.State(organization, kind, now).Limit;
        var evening = Deal.At(5, 5, 20);
        Assert.Equal((input, output), (Limit(LimitKind.InputTokens, evening), Limit(LimitKind.OutputTokens, evening)));
        Assert.Equal(
            (raisedInput, raisedOutput), (Limit(LimitKind.InputTokens, may6), Limit(LimitKind.OutputTokens, may6)));
        Assert.Equal(Limit(LimitKind.Requests, evening), Limit(LimitKind.Requests, may6));

        desk.PassesFirstAt(desk.Request(organization, Deal.Input(input + 1), "opus"), may6, evening);
    }

    [Fact]
    public void On_13_May_the_week_grew_by_half_for_claude_code_alone()
    {
        Assert.Equal(12_500_000, WeekFrom(Deal.At(5, 11, 8), Deal.ClaudeCode));
        Assert.Equal(18_750_000, WeekFrom(Deal.At(5, 18, 8), Deal.ClaudeCode));
        Assert.Equal(12_500_000, WeekFrom(Deal.At(5, 18, 8), Deal.Chat));
    }

    [Fact]
    public void On_14_September_a_quarter_more_replaced_half_more_which_is_a_sixth_less()
    {
        var before = WeekFrom(Deal.At(9, 7, 8), Deal.ClaudeCode);
        var after = WeekFrom(Deal.At(9, 14, 8), Deal.ClaudeCode);
        Assert.Equal(18_750_000, before);
        Assert.Equal(15_625_000, after);
        Assert.Equal(-0.17, ((double)after / before) - 1, 2);
    }

    [Fact]
    public void On_14_September_what_had_been_charged_stayed_charged()
    {
        var seat = desk.Seat("pro");
        desk.Uses(seat, Deal.Input(7_500), Deal.At(9, 14) - Desk.Nanosecond, product: Deal.ClaudeCode);
        Assert.Equal(2_000, desk.Credits(seat, LimitKind.Week, september14));
        desk.Uses(seat, Deal.Input(7_500), september14, product: Deal.ClaudeCode);
        Assert.Equal(2_000 + 2_400, desk.Credits(seat, LimitKind.Week, september14));
    }

    [Fact]
    public void The_reset_granted_from_22_September_cleared_three_windows_once_and_moved_none()
    {
        var grant = new ResetGrant(
            "opus-5.5",
            "One reset",
            Count: 1,
            Deal.At(9, 22),
            Deal.At(10, 22),
            new ResetOrder(["session", "week", "fable-week"]));
        var own = new Desk(versions[^1] with
        {
            Plans = new[]
            {
                Deal.Policy.Plans["max-20x"] with
                {
                    Further =
                    [
                        new WindowLimit
                        {
                            Name = "fable-week",
                            Class = "fable",
                            Window = WindowKind.Week,
                            Limit = Credits.From(41_666_650),
                        },
                    ],
                },
            }.ToFrozenDictionary(plan => plan.Name),
        });
        var seat = own.Seat("max-20x");
        var now = Deal.At(9, 23, 9);
        List<(double Used, Instant? End)> Windows() =>
            [.. own.Book.States(seat, null, now).Select(state => (new Credits(state.Used).Value, state.ResetsAt))];
        static List<(double Used, Instant? End)> Each(double used) =>
            [(used, Deal.At(9, 23, 14)), (used, Deal.At(9, 28, 7)), (used, Deal.At(9, 28, 7))];
        own.Uses(seat, Deal.Input(11_000_000), now, "fable");
        Assert.Equal(Each(11_000_000), Windows());
        var later = grant with { StartsAt = now + Desk.Nanosecond };
        Assert.Equal(ResetResult.Unavailable, own.Book.UseGrant(seat, later, id: 1, now));

        Assert.Equal(ResetResult.Reset, own.Book.UseGrant(seat, grant, id: 2, now));
        Assert.Equal(Each(0), Windows());

        // Asked again by the same name it answers as it did, and clears nothing; by another it is used up.
        own.Uses(seat, Deal.Input(1_000), now, "fable");
        Assert.Equal(ResetResult.Reset, own.Book.UseGrant(seat, grant, id: 2, now));
        Assert.Equal(ResetResult.AlreadyUsed, own.Book.UseGrant(seat, grant, id: 3, now));
        Assert.Equal(Each(1_000), Windows());
        Assert.Equal(0, own.Book.StateOf(seat, grant, now).Left);
    }
}
