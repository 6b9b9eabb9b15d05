using System.Net.Http.Headers;
using System.Text;
using Plimsoll.Gateway.Tests.Conformance;
using Plimsoll.Gateway.Upstream;
using Plimsoll.Limits.Replay;

namespace Plimsoll.Gateway.Tests.Fuzzing;

/// <summary>Broken requests and broken answers through a real gateway.</summary>
public class When_all_that_passes_is_broken
{
    private const int FirstSeed = 20261129;
    private const int Requests = 400;
    private const string Faulted = "Error 1005 ";

    private static readonly string[] Routes =
    [
        "/v1/messages", "/v1/messages/count_tokens", "/v1/chat/completions", "/v1/completions", "/v1/responses",
        "/v1/embeddings", "/v1/messages/batches", "/usage/explain",
    ];

    [Theory]
    [InlineData(SpokenDialects.All)]
    [InlineData(SpokenDialects.Anthropic)]
    [InlineData(SpokenDialects.OpenAi)]
    public async Task Every_request_is_answered_and_ends_once(SpokenDialects speaks)
    {
        await using var ledger = await RecordedLedger.Begin(speaks);
        for (var seed = FirstSeed; seed < FirstSeed + Requests; seed++)
        {
            // Whoever said that it is full is left alone for an instant.
            ledger.Rig.Clock.Advance(TimeSpan.FromMilliseconds(1));
            var mutator = new Mutator(seed);
            var exchange = mutator.Any(Corpus.Exchanges);
            var answer = mutator.Break(exchange.Answer, mutator.Any(Corpus.Exchanges).Answer);
            ledger.Rig.Upstream.Script = async http =>
            {
                http.Response.StatusCode = exchange.Status;
                http.Response.ContentType = exchange.Type;
                await http.Response.Body.WriteAsync(answer);
            };
            var request = Encoding.UTF8.GetBytes(exchange.Request);
            var isBroken = mutator.Below(2) == 0;
            if (isBroken)
                request = mutator.Break(request, mutator.Any(Corpus.Requests));
            using var content = new ByteArrayContent(request);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            var route = isBroken ? mutator.Any(Routes) : exchange.Route;
            using var response = await ledger.Rig.Http.PostAsync(route, content, TestContext.Current.CancellationToken);
            await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
            Assert.False(ledger.Rig.Log.Text.Contains(Faulted, StringComparison.Ordinal), $"Seed {seed} on {route}");
        }

        var events = await ledger.Stop();
        Assert.All(events.OfType<RequestSettled>(), one => Assert.False(one.Actual.HasNegative));
    }
}
