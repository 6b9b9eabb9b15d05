namespace Plimsoll.Scenarios.Tests.Yaml;

public class When_files_are_included
{
    private static readonly int plans = Scenario.SmallText.IndexOf("plans:\n", StringComparison.Ordinal);
    private static readonly int tiers = Scenario.SmallText.IndexOf("tiers:\n", StringComparison.Ordinal);
    private static readonly string plansText = "evidence: assumed\n" + Scenario.SmallText[plans..tiers];
    private static readonly string restText = Scenario.SmallText.Remove(plans, tiers - plans);

    [Fact]
    public void Their_mappings_are_merged_at_every_depth() => Assert.Empty(Scenario.Errors(
        ("here/scenario.yaml", "include: [../shared/plans.yaml, more.yaml]\n" + restText),
        ("shared/plans.yaml", plansText),
        ("here/more.yaml", """
            evidence: derived
            plans:
              team: {title: Team, session: 1 M credits, week: 5 M credits}
            """)));

    [Fact]
    public void A_file_reached_twice_counts_once() => Assert.Empty(Scenario.Errors(
        ("scenario.yaml", "include: [a.yaml, plans.yaml]\n" + restText),
        ("a.yaml", "include: [plans.yaml]\n"),
        ("plans.yaml", plansText)));

    [Fact]
    public void A_value_in_two_files_is_an_error_that_names_both_places() => Assert.Equal(
        ["scenario.yaml:2:1: title: 'title' is already defined at other.yaml:1:1; define it in one file only"],
        Scenario.Errors(
            ("scenario.yaml", "include: [other.yaml]\n" + Scenario.SmallText),
            ("other.yaml", "title: Other\n")));

    [Fact]
    public void Evidence_of_one_file_does_not_cover_the_inputs_of_another()
    {
        var errors = Scenario.Errors(
            ("scenario.yaml", "include: [plans.yaml]\n" + restText),
            ("plans.yaml", plansText.Replace("evidence: assumed\n", "", StringComparison.Ordinal)));

        Assert.Equal(6, errors.Length);
        Assert.Equal("plans.yaml:2:32: plans.free.session: has no evidence: "
            + "add 'evidence: reported|measured|derived|assumed' to it "
            + "or put an 'evidence:' block above it in this file", errors[0]);
    }

    [Fact]
    public void Cycles_over_several_files_are_reported_where_they_close() => Assert.Equal(
        ["b.yaml:1:11: 'a.yaml' includes itself, directly or by way of others; remove one of the includes"],
        Scenario.Errors(("a.yaml", "include: [b.yaml]\n"), ("b.yaml", "include: [a.yaml]\n")));
}
