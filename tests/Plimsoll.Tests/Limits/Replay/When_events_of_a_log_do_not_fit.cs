using System.Text;
using Plimsoll.Limits.Replay;

namespace Plimsoll.Tests.Limits.Replay;

public class When_events_of_a_log_do_not_fit
{
    private const string Opened = """{"at":"T00Z","event":"book_opened","format":"plimsoll.limit-log/1"}""";
    private const string Acme =
        """{"at":"T00Z","event":"scope_added","scope":"acme","level":"organization","sets":[]}""";
    private const string Asked = """
        {"at":"T01Z","event":"request_asked","request":"r1","scope":"acme","class":"opus","estimate":{},
        "decision":"admitted"}
        """;

    [Fact]
    public void A_log_begins_with_an_opened_book() => Told(
        "1: event: expected a log to begin with book_opened; take the part of it that does", Acme, Asked);

    [Fact]
    public void Time_never_runs_backwards() => Told(
        "3: at: found 2026-05-06T09:00:00Z; expected no less than 2026-05-06T09:00:01Z, the instant of an event "
        + "before; sort the log by 'at' and keep the order of equal instants",
        Opened.Replace("T00Z", "T01Z", StringComparison.Ordinal),
        Acme.Replace("T00Z", "T01Z", StringComparison.Ordinal),
        Acme.Replace("acme", "other", StringComparison.Ordinal));

    [Fact]
    public void A_scope_is_added_before_it_is_named() => Told(
        "3: scope: 'acne' was not added before; nearest: 'acme'",
        Opened, Acme, Asked.Replace("acme", "acne", StringComparison.Ordinal));

    [Fact]
    public void A_scope_is_removed_after_those_beneath_it_and_may_be_added_again()
    {
        var removed = Acme.Replace("added", "removed", StringComparison.Ordinal)
            .Replace(",\"level\":\"organization\",\"sets\":[]", "", StringComparison.Ordinal);
        var bob = Acme.Replace("acme", "acme/bob", StringComparison.Ordinal)
            .Replace("organization", "seat", StringComparison.Ordinal);
        Told(
            "4: scope: 'acme/bob' stands beneath 'acme'; expected it to be removed before", Opened, Acme, bob, removed);
        Told("4: scope: 'acme' was not added before", Opened, Acme, removed, Asked);
    }

    [Fact]
    public void The_scope_above_is_added_first() => Told(
        "3: scope: 'acmee', above 'acmee/bob', was not added before; nearest: 'acme'",
        Opened, Acme, Acme.Replace("acme", "acmee/bob", StringComparison.Ordinal));

    [Fact]
    public void A_scope_stands_beneath_one_of_a_higher_level() => Told(
        "3: level: found organization beneath 'acme', of level organization; expected a level below that",
        Opened, Acme, Acme.Replace("acme", "acme/bob", StringComparison.Ordinal));

    [Fact]
    public void A_scope_is_added_once() => Told(
        "3: scope: 'acme' was added before; scope_changed gives it other sets", Opened, Acme, Acme);

    [Theory]
    [InlineData("""{"at":"T02Z","event":"request_settled","request":"r2","usage":{}}""")]
    [InlineData("""{"at":"T02Z","event":"usage_reported","request":"r2","usage":{}}""")]
    [InlineData("""{"at":"T02Z","event":"request_released","request":"r2"}""")]
    public void Only_a_request_that_was_admitted_can_end(string line) => Told(
        "4: request: 'r2' was not admitted before; nearest: 'r1'", Opened, Acme, Asked, line);

    [Fact]
    public void A_grant_is_defined_before_it_is_used() => Told(
        "3: grant: 'summer' was not defined before",
        Opened,
        Acme,
        """{"at":"T02Z","event":"grant_used","scope":"acme","grant":"summer","request":"1","result":"reset"}""");

    [Fact]
    public void A_book_that_opens_again_knows_nothing() => Told(
        "4: scope: 'acme' was not added before", Opened, Acme, Opened, Asked);

    [Fact]
    public void What_does_not_fit_is_told_of_every_line()
    {
        var problems = Read(Acme, Acme, Asked, Acme).Problems;

        Assert.Equal([1, 2, 4, 4], problems.Select(problem => problem.Line));
    }

    [Fact]
    public void One_line_that_cannot_be_read_makes_no_other_wrong() => Told(
        "2: level: found \"org\"; expected one of: organization, workspace, seat, key",
        Opened, Acme.Replace("organization", "org", StringComparison.Ordinal), Asked);

    private static void Told(string expected, params string[] lines)
    {
        var problem = Assert.Single(Read(lines).Problems);
        Assert.Equal(expected, $"{problem.Line}: {problem.Message}");
    }

    private static LimitLog.Reading Read(params string[] lines)
    {
        var text = string.Join('\n', lines.Select(line => line.Replace("\n", "", StringComparison.Ordinal)))
            .Replace("\"T", "\"2026-05-06T09:00:", StringComparison.Ordinal);
        return LimitLog.Read(Encoding.UTF8.GetBytes(text));
    }
}
