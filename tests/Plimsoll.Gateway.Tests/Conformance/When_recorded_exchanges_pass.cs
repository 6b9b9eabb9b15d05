using System.Text.Json;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Upstream;
using Plimsoll.Limits.Replay;

namespace Plimsoll.Gateway.Tests.Conformance;

public class When_recorded_exchanges_pass
{
    private const int WholeBytes = int.MaxValue / 2;

    public static TheoryData<string> All => RecordedExchange.Named(_ => true);

    public static TheoryData<string, string> Translated => new(
        from exchange in RecordedExchange.All
        where exchange.IsTranslated || exchange.FailsTranslated
        from client in PlainQuestion.Clients
        where client.Spoken != exchange.Dialect.Spoken
        select (exchange.Name, client.Spoken.ToString()));

    [Theory]
    [MemberData(nameof(All))]
    public async Task They_stay_as_they_are_byte_for_byte_and_are_charged_as_they_say(string name)
    {
        var exchange = RecordedExchange.Read(name);
        await using var ledger = await RecordedLedger.Begin(SpokenDialects.All);
        foreach (var pieceBytes in (int[])[WholeBytes, 7, 1])
        {
            // One that fails before it says anything is told as an error where it comes in one piece.
            if (exchange.IsFree && exchange.IsStream)
                continue;
            ledger.Rig.Upstream.Script = http => exchange.Serve(http, pieceBytes);
            using var response = await ledger.Rig.Post(exchange.Route, exchange.Request);
            Assert.Equal(
                exchange.Answer, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
            Assert.Equal(
                (exchange.Status, exchange.Type),
                ((int)response.StatusCode, response.Content.Headers.ContentType!.ToString()));
            Assert.Equal(exchange.Request, ledger.Rig.Upstream.Seen.Last().Body);
        }

        var events = await ledger.Stop();
        if (exchange.IsFree)
            Assert.Empty(events.OfType<RequestSettled>());
        else
            Assert.All(events.OfType<RequestSettled>(), one => exchange.AssertCharged(one.Actual));
    }

    [Theory]
    [MemberData(nameof(Translated))]
    public async Task They_reach_clients_of_the_other_dialects_at_the_same_charge_or_fail_whole(
        string name, string dialect)
    {
        var exchange = RecordedExchange.Read(name);
        var client = PlainQuestion.Clients.Single(one => one.Spoken.ToString() == dialect);
        await using var ledger = await RecordedLedger.Begin(exchange.Dialect.Spoken);
        ledger.Rig.Upstream.Script = http => exchange.Serve(http, WholeBytes);

        using var response = await ledger.Rig.Post(client.Path, PlainQuestion.Of(client, exchange.IsStream));
        var answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        var charged = (await ledger.Stop()).OfType<RequestSettled>().ToList();
        if (exchange.FailsTranslated)
        {
            Assert.Contains("error", answer, StringComparison.Ordinal);
            return;
        }

        Assert.Equal(exchange.Status, (int)response.StatusCode);
        if (exchange.IsFree)
            Assert.Empty(charged);
        else
            exchange.AssertCharged(Assert.Single(charged).Actual);
        AssertSpoken(client, exchange, answer);
    }

    private static void AssertSpoken(Dialect client, RecordedExchange exchange, string answer)
    {
        if (exchange.Status != 200)
        {
            var error = JsonElement.Parse(answer).GetProperty("error");
            Assert.NotEqual("", error.GetProperty("message").GetString());
            Assert.Equal(client != Dialect.Anthropic, error.TryGetProperty("code", out _));
            return;
        }

        if (!exchange.IsStream)
        {
            var member = client == Dialect.Anthropic ? "content" : client == Dialect.OpenAi ? "choices" : "output";
            Assert.Equal(JsonValueKind.Array, JsonElement.Parse(answer).GetProperty(member).ValueKind);
            return;
        }

        foreach (var line in answer.Split('\n').Where(line => line.StartsWith("data: {", StringComparison.Ordinal)))
            Assert.Equal(JsonValueKind.Object, JsonElement.Parse(line["data: ".Length..]).ValueKind);
    }
}
