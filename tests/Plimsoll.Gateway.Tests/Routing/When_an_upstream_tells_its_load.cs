using Microsoft.AspNetCore.Http;
using Plimsoll.Gateway.Routing;
using Plimsoll.Gateway.Tests.Rig;
using Plimsoll.Gateway.Upstream;

namespace Plimsoll.Gateway.Tests.Routing;

public class When_an_upstream_tells_its_load
{
    private const string Vllm = """
        # HELP vllm:num_requests_running Number of requests in model execution batches.
        # TYPE vllm:num_requests_running gauge
        vllm:num_requests_running{engine="0",model_name="a} 9"} 3.0
        vllm:num_requests_running{engine="1",model_name="a"} 4.0
        vllm:num_requests_waiting{engine="0",model_name="a"} 2.0
        vllm:kv_cache_usage_perc{engine="0",model_name="a"} 0.25
        vllm:kv_cache_usage_perc{engine="1",model_name="a"} 0.75
        vllm:num_requests_running_total 99
        """;

    private const string Sglang = """
        sglang:num_running_reqs{model_name="m"} 8
        sglang:num_queue_reqs{model_name="m"} 4
        sglang:token_usage{model_name="m"} 0.52 1767000000000
        """;

    private const string LlamaCpp = """
        llamacpp:requests_processing 2
        llamacpp:requests_deferred 5
        """;

    [Fact]
    public void Rates_without_end_tell_nothing() =>
        Assert.Equal(default, LoadHeaders.Read(name => name.StartsWith("x-ratelimit") ? "Infinity" : null));

    [Theory]
    [InlineData(LoadReading.Vllm, Vllm, 7, 2, 0.75)]
    [InlineData(LoadReading.Vllm, "vllm:gpu_cache_usage_perc 0.5\n", null, null, 0.5)]
    [InlineData(LoadReading.Sglang, Sglang, 8, 4, 0.52)]
    [InlineData(LoadReading.LlamaCpp, LlamaCpp, 2, 5, null)]
    [InlineData(LoadReading.LlamaCpp, "llamacpp:requests_processing 1e99\n", int.MaxValue, null, null)]
    public void Its_gauges_are_read(LoadReading kind, string text, int? running, int? waiting, double? use) =>
        Assert.Equal(new LoadReport(running, waiting, use), LoadGauges.Read(text, kind));

    [Theory]
    [InlineData("")]
    [InlineData("<html>not found</html>")]
    [InlineData("vllm:num_requests_running NaN\nvllm:num_requests_waiting -1\nvllm:num_requests_running\n{} 1\n{")]
    public void What_are_no_gauges_is_no_reading(string text) =>
        Assert.Null(LoadGauges.Read(text, LoadReading.Vllm));

    [Fact]
    public async Task Others_requests_there_count_as_load_and_lapse_when_it_falls_silent()
    {
        await using var fleet = await Fleet.Begin(2, Metered, script: servers =>
        {
            servers[0].Script = Metrics("vllm:num_requests_running 5\nvllm:num_requests_waiting 1\n");
            servers[1].Script = Metrics("vllm:num_requests_running 0\n");
        });
        await fleet.Until(0, status => status.GetProperty("others").GetInt32() == 6);

        for (var i = 0; i < 3; i++)
            await fleet.Ask();
        Assert.Equal([0, 3], fleet.Seen);

        fleet.Servers[0].Script = http => http.Request.Path == "/metrics"
            ? Replies.Status(404)(http)
            : Replies.Plain()(http);
        for (var i = 0; i < 11; i++)
            fleet.Clock.Advance(TimeSpan.FromSeconds(1));
        var status = await fleet.Status(0);
        Assert.Equal(0, status.GetProperty("others").GetInt32());
        Assert.False(status.TryGetProperty("reading", out _));
    }

    [Fact]
    public async Task What_others_fill_is_waited_for_until_they_leave()
    {
        await using var fleet = await Fleet.Begin(
            1,
            upstream => Metered(upstream) with { Slots = 4 },
            script: servers => servers[0].Script = Metrics("vllm:num_requests_running 4\n"));
        await fleet.Until(0, status => status.GetProperty("others").GetInt32() == 4);
        var asked = fleet.Ask();
        Assert.Equal([0], fleet.Seen);
        Assert.False(asked.IsCompleted);

        fleet.Servers[0].Script = Metrics("vllm:num_requests_running 3\n");
        fleet.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(200, await asked);
    }

    [Theory]
    [InlineData("endpoint-load-metrics",
        "TEXT named_metrics.kv_cache_usage_perc=0.4, named_metrics.num_requests_waiting=3", 0.4, 3)]
    [InlineData("anthropic-ratelimit-requests", "50,10", 0.8, null)]
    [InlineData("x-ratelimit", "50,10", 0.8, null)]
    public async Task Headers_of_its_answers_tell_it_too(string header, string value, double use, int? waiting)
    {
        await using var fleet = await Fleet.Begin(
            1,
            upstream => upstream with { Reading = LoadReading.Headers },
            script: servers => servers[0].Script = http =>
            {
                var parts = value.Split(',');
                if (header == "x-ratelimit")
                    (http.Response.Headers["x-ratelimit-limit-tokens"],
                        http.Response.Headers["x-ratelimit-remaining-tokens"]) = (parts[0], parts[1]);
                else if (header.StartsWith("anthropic"))
                    (http.Response.Headers[$"{header}-limit"], http.Response.Headers[$"{header}-remaining"]) =
                        (parts[0], parts[1]);
                else
                    http.Response.Headers[header] = value;
                return Replies.Plain()(http);
            });

        await fleet.Ask();

        Assert.Equal("TEXT", fleet.Servers[0].Seen.Single().Headers["endpoint-load-metrics-format"]);
        var reading = (await fleet.Status(0)).GetProperty("reading");
        Assert.Equal(use, reading.GetProperty("use").GetDouble(), 1e-9);
        Assert.Equal(waiting, reading.TryGetProperty("waiting", out var found) ? found.GetInt32() : null);
    }

    private static UpstreamOptions Metered(UpstreamOptions upstream) => upstream with { Reading = LoadReading.Vllm };

    private static Func<HttpContext, Task> Metrics(string text) => http => http.Request.Path == "/metrics"
        ? http.Response.WriteAsync(text)
        : Replies.Plain()(http);
}
