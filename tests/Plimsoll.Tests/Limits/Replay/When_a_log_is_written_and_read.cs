using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Plimsoll.Limits;
using Plimsoll.Limits.Replay;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Limits.Replay;

public class When_a_log_is_written_and_read
{
    private const string Opened =
        """{"at":"2026-05-06T09:00:00Z","event":"book_opened","format":"plimsoll.limit-log/1"}""";

    private static readonly Config config = Config.QuickThrowOnFailure.WithMaxTest(3000).WithReplay(20260506, 3, 0);

    [Fact]
    public void Every_event_comes_back_as_it_was()
    {
        var kinds = new HashSet<Type>();
        Check.One(config, Prop.ForAll(LogEvents.Any, one =>
        {
            var text = LimitEventJson.Write(one);
            var problems = new List<string>();
            var read = LimitEventJson.Read(Encoding.UTF8.GetBytes(text), problems);

            Assert.DoesNotContain('\n', text);
            Assert.Empty(problems);
            if (one is PolicyAdopted)
                Assert.Equal(text, LimitEventJson.Write(read!));
            else
                Assert.Equivalent(one, read, strict: true);
            kinds.Add(one.GetType());
        }));
        Assert.Equal(15, kinds.Count);
    }

    [Fact]
    public void A_request_is_one_line_without_what_is_default()
    {
        var asked = new RequestAsked(At("2026-05-06T09:03:00.000000001Z"))
        {
            Request = "r1",
            Scope = ScopeName.Parse("acme/alice"),
            Class = "opus",
            Estimate = new TokenUsage(new Tokens(1200), default, default, new Tokens(400)),
            Decision = new RecordedDecision.Rejected(
                new LimitName(ScopeLevel.Seat, LimitKind.Session, "session"),
                At("2026-05-06T14:10:00Z"),
                OverageStatus.Disabled),
        };

        Assert.Equal(
            string.Concat("""
                {"at":"2026-05-06T09:03:00.000000001Z","event":"request_asked","request":"r1","scope":"acme/alice",
                "class":"opus","estimate":{"input":1200,"output":400},
                "decision":"rejected","binding":{"level":"seat","kind":"session","name":"session"},
                "retry_at":"2026-05-06T14:10:00Z","overage":"disabled"}
                """.Split('\n')),
            LimitEventJson.Write(asked));
    }

    [Fact]
    public void A_byte_order_mark_carriage_returns_and_blank_lines_are_passed_over()
    {
        var reading = Read($"\uFEFF{Opened}\r\n\r\n  {Opened}  \r\n");

        Assert.Empty(reading.Problems);
        Assert.Equal([1, 3], reading.Log.Lines.Select(line => line.Number));
    }

    [Fact]
    public void A_last_line_that_is_whole_needs_no_line_feed() => Assert.Empty(Read(Opened).Problems);

    [Fact]
    public void A_last_line_that_is_cut_off_is_called_so() => Assert.Equal(
        [new(2, "the last line is cut off, as a writer that was stopped leaves it; delete the line")],
        Read($"{Opened}\n{Opened[..40]}").Problems);

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once()
    {
        var reading = Read("""
            {"at":"2026-05-06T09:00:00Z","event":"book_opened","format":"plimsoll.limit-log/9"}
            {"at":"2026-05-06 09:00","event":"scope_add"}
            {"at":"2026-05-06T09:00:00Z","event":"scope_added","scop":"acme","level":"user","sets":"pro"}
            {"at":"2026-05-06T09:00:00Z","event":"request_settled","request":"","usage":{"input":-1,"outputs":1}}
            {"at":"2026-05-06T09:00:00Z","event":"request_settled","request":"r","usage":{"input":99999999999999999999}}
            [1]
            {"at"
            {} {}

            """);

        Assert.Equal(
            [
                "1: format: found \"plimsoll.limit-log/9\"; expected one of: plimsoll.limit-log/1; nearest: "
                + "'plimsoll.limit-log/1'",
                "2: at: found \"2026-05-06 09:00\"; expected a UTC instant from 1678 to 2261 with up to 9 decimals, "
                + "such as 2026-05-06T09:03:00.25Z",
                "2: event: found \"scope_add\"; expected one of: book_opened, policy_adopted, scope_added, "
                + "scope_changed, scope_removed, request_asked, usage_reported, request_settled, request_released, "
                + "windows_reset, grant_defined, grant_used, overage_set, consent_set, credit_bought; "
                + "nearest: 'scope_added'",
                $"3: scope: is missing; expected {ScopeName.Form}",
                "3: level: found \"user\"; expected one of: organization, workspace, seat, key",
                "3: sets: found \"pro\"; expected a list of names",
                "3: scop: is no field of scope_added; nearest: 'scope'; fields: at, event, scope, level, sets, "
                + "week_anchor",
                "4: request: found \"\"; expected a text of 1 to 256 characters",
                "4: usage.input: found -1; expected a whole number from 0 to 1000000000000",
                "4: usage.outputs: is no field of tokens by kind; nearest: 'output'; fields: input, cache_write, "
                + "cache_read, output, cache_write_long",
                "5: usage.input: found 99999999999999999999; expected a whole number from 0 to 1000000000000",
                "6: found [1]; expected one JSON object a line",
                "7: not JSON at byte 6; expected one JSON object a line",
                "8: found more after byte 2; expected one JSON object a line",
            ],
            reading.Problems.Select(problem => $"{problem.Line}: {problem.Message}"));
    }

    [Theory]
    [InlineData("""{"at":"2026-05-06T09:00:00Z","event":"request_released","request":"\ud800"}""")]
    [InlineData("""{"at":"2026-05-06T09:00:00Z","event":"request_released","request":"a","\udfff":1}""")]
    public void Half_a_surrogate_is_no_text(string line) => Assert.Equal(
        [new(1, "a text is not Unicode: half of a surrogate pair, or bytes that are not UTF-8")],
        Read(line).Problems);

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_no_text()
    {
        var line = Encoding.UTF8.GetBytes(
            """{"at":"2026-05-06T09:00:00Z","event":"request_released","request":"x"}""");
        line[^3] = 0xFF;

        Assert.Single(LimitLog.Read(line).Problems);
    }

    [Theory]
    [InlineData("2026-05-06T09:03:00Z")]
    [InlineData("2026-05-06T09:03:00.000000001Z")]
    [InlineData("1969-12-31T23:59:59.999999999Z")]
    [InlineData("1678-01-01T00:00:00Z")]
    [InlineData("2261-12-31T23:59:59.999999999Z")]
    public void An_instant_reads_as_it_is_written(string text) => Assert.Equal(text, InstantText.Of(At(text)));

    [Theory]
    [InlineData("2026-05-06")]
    [InlineData("2026-05-06T09:03:00")]
    [InlineData("2026-05-06T09:03:00+02:00")]
    [InlineData("2026-05-06T09:03:00.Z")]
    [InlineData("2026-05-06T09:03:00.0000000001Z")]
    [InlineData("2026-05-06T09:03:00.1.1Z")]
    [InlineData("2026-02-30T09:03:00Z")]
    [InlineData("2300-01-01T00:00:00Z")]
    [InlineData("0001-01-01T00:00:00Z")]
    public void Another_instant_is_none(string text) => Assert.Null(InstantText.TryParse(text));

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("acme/")]
    [InlineData("acme//alice")]
    [InlineData("acme/ alice")]
    [InlineData("a/b/c/d/e")]
    [InlineData("a\nb")]
    public void A_scope_has_one_to_four_names(string text) => Assert.Null(ScopeName.TryParse(text));

    private static Instant At(string text) => InstantText.TryParse(text)!.Value;

    private static LimitLog.Reading Read(string text) => LimitLog.Read(Encoding.UTF8.GetBytes(text));
}
