using System.Globalization;
using System.Text.Json;

namespace Plimsoll.Cli.Tests.Commands;

public class When_what_ifs_are_asked
{
    [Fact]
    public void Adding_what_size_says_makes_the_plan_hold()
    {
        string[] edits = ["--without", "colossus-1"];
        var size = Json(["size", "policy", "--of", "gb200", "--place", "azure", .. edits]);
        var addition = size.GetProperty("additions")[0].GetProperty("storm").GetProperty("accelerators").GetDouble();
        var count = addition.ToString(CultureInfo.InvariantCulture);

        Assert.True(Firm(Cli.Plan([.. edits, "--add", $"{count} gb200 at azure"])) >= 1);
        Assert.True(Firm(Cli.Plan(edits)) < 1);
    }

    [Fact]
    public void A_new_site_is_sized_as_it_is_added()
    {
        string[] edits = ["--without", "colossus-1"];
        var size = Json(["size", "policy", "--of", "h100", "--place", "new", .. edits]);
        var addition = size.GetProperty("additions")[0].GetProperty("storm").GetProperty("accelerators").GetDouble();
        var count = addition.ToString(CultureInfo.InvariantCulture);

        Assert.True(Firm(Cli.Plan([.. edits, "--add", $"{count} h100 at new memphis-2"])) is >= 1 and < 1.001);
    }

    [Fact]
    public void A_scenario_against_itself_differs_in_nothing()
    {
        var same = Json(["plan", "--against", "colossus-1"]);

        Assert.Equal(0, same.GetProperty("inputs").GetArrayLength());
        Assert.Equal(same.GetProperty("standings")[0].GetRawText(), same.GetProperty("standings")[1].GetRawText());
    }

    [Fact]
    public void A_fleet_that_serves_nothing_is_compared_without_ratios()
    {
        string[] nothing = ["--set", "classes.opus.objective.tpot=1 us"];
        var (exit, output, error) = Cli.Run(["plan", .. nothing, "--against", "colossus-1"]);
        Assert.True(exit == ExitCode.Ok, error);
        Assert.DoesNotContain("NaN", output, StringComparison.Ordinal);

        var storm = Json(["worth", "spacex", .. nothing]).GetProperty("margins").GetProperty("storm");
        Assert.Equal("0", storm.GetProperty("with").GetRawText());
    }

    [Fact]
    public void A_set_value_is_what_the_comparison_explains()
    {
        var compared = Json(["plan", "--set", "sites.azure.power=80 MW", "--against", "colossus-1"]);

        Assert.Equal("sites.azure.power", compared.GetProperty("inputs")[0].GetProperty("path").GetString());
    }

    [Fact]
    public void Two_dates_are_compared()
    {
        var plan = Cli.Plan("--from", "2026-03-01", "--at", "2026-05-06");

        Assert.Equal("2026-03-01", plan.GetProperty("compare").GetProperty("before").GetString());
        Assert.Equal("2026-05-06", plan.GetProperty("compare").GetProperty("after").GetString());
    }

    [Fact]
    public void The_lease_that_may_be_withdrawn_sooner_than_a_promise_is_worth_nothing_under_notice()
    {
        var worth = Json(["worth", "spacex", "--set", "conditions.notice=152 d"]);

        Assert.Equal("2026-11-04", worth.GetProperty("withdrawal").GetProperty("first").GetString());
        var notice = worth.GetProperty("margins").GetProperty("notice");
        Assert.Equal(notice.GetProperty("without").GetDouble(), notice.GetProperty("with").GetDouble());
        var patient = Json(["worth", "spacex", "--set", "conditions.notice=151 d"]).GetProperty("margins");
        Assert.Equal(
            patient.GetProperty("storm").GetRawText(), patient.GetProperty("notice").GetRawText());
    }

    [Fact]
    public void No_offer_alone_is_cheaper_than_the_mix()
    {
        var mix = Json(["mix", "policy", "--to", "1.5"]);
        var best = mix.GetProperty("dollarsPerMonth").GetDouble();

        Assert.All(
            mix.GetProperty("alone").EnumerateObject().Concat(mix.GetProperty("without").EnumerateObject()),
            other => Assert.True(
                other.Value.ValueKind == JsonValueKind.Null || other.Value.GetDouble() >= best * (1 - 1e-9)));
    }

    [Theory]
    [InlineData("LIMIT", "size", "all-session")]
    [InlineData("nearest: 'all-sessions'", "mix", "all-session")]
    [InlineData("nearest: 'h100'", "size", "policy", "--of", "h10")]
    [InlineData("nearest: 'azure'", "size", "policy", "--place", "azur")]
    [InlineData("nearest: 'spacex'", "worth", "spacx")]
    [InlineData("expected a day after 2026-05-06", "headroom", "--until", "2026-05-06")]
    [InlineData("a number above 0", "size", "policy", "--to", "0")]
    [InlineData("normal, peak, storm, growth or notice", "mix", "policy", "--condition", "9")]
    [InlineData("--add:1:1", "headroom", "--add", "much")]
    [InlineData("no-such", "plan", "--against", "no-such")]
    public void A_wrong_question_is_answered_with_what_was_expected(string expected, params string[] arguments)
    {
        var (exit, _, error) = Cli.Run(arguments);

        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    private static double Firm(JsonElement plan) => plan.GetProperty("fleets").EnumerateArray()
        .Single(fleet => fleet.GetProperty("fleet").GetString() == "ramped").GetProperty("firm").GetDouble();

    private static JsonElement Json(string[] arguments)
    {
        var (exit, output, error) = Cli.Run([.. arguments, "--json"]);
        Assert.True(exit == ExitCode.Ok, error);
        return JsonDocument.Parse(output).RootElement;
    }
}
