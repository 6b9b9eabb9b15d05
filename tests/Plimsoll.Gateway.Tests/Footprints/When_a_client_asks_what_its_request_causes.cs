using Plimsoll.Gateway.Tests.Rig;

namespace Plimsoll.Gateway.Tests.Footprints;

public class When_a_client_asks_what_its_request_causes
{
    private const string Told = "energy-j=1965, energy-low-j=982, energy-high-j=3930, idle-j=655, "
        + "co2e-ug=1310000, co2e-low-ug=327500, co2e-high-ug=3930000";

    [Fact]
    public async Task It_is_told_in_a_header()
    {
        await using var rig = await Begin();
        rig.Upstream.Script = Replies.Plain(input: 405, output: 50);

        using var response = await Ask(rig, isAsked: true);

        Assert.Equal(Told, Assert.Single(response.Headers.GetValues("plimsoll-footprint")));
    }

    [Fact]
    public async Task It_is_told_of_a_stream_in_a_comment_behind_the_last_event()
    {
        await using var rig = await Begin();
        rig.Upstream.Script = Replies.Stream(Replies.AnthropicEvents(405, 50, "Eleven byte"));

        using var response = await Ask(rig, isAsked: true, isStream: true);
        var events = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.EndsWith("\n\n", events, StringComparison.Ordinal);
        Assert.StartsWith(": plimsoll-footprint energy-j=", events.Split("\n\n")[^2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task It_is_not_told_unasked_or_where_nothing_is_accounted(bool isAsked, bool isAccounted)
    {
        await using var rig = await Begin(isAccounted);
        rig.Upstream.Script = Replies.Plain(input: 405, output: 50);

        using var response = await Ask(rig, isAsked);

        Assert.False(response.Headers.Contains("plimsoll-footprint"));
        Assert.Equal(isAccounted, (await rig.Usage()).TryGetProperty("footprint", out _));
    }

    [Fact]
    public async Task Where_it_was_served_counts()
    {
        await using var rig = await Begin(site: "dirty");
        rig.Upstream.Script = Replies.Plain(input: 405, output: 50);

        using var response = await Ask(rig, isAsked: true);

        Assert.Contains(" co2e-ug=11790000,", response.Headers.GetValues("plimsoll-footprint").Single(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_account_sees_the_sum_of_its_month_and_begins_anew_in_the_next()
    {
        await using var rig = await Begin();
        rig.Upstream.Script = Replies.Plain(input: 40, output: 5);
        for (var i = 0; i < 2; i++)
        {
            using var response = await Ask(rig, isAsked: false);
        }

        var month = (await rig.Usage()).GetProperty("footprint");

        Assert.Equal("2026-05", month.GetProperty("month").GetString());
        Assert.Equal(2, month.GetProperty("requests").GetInt64());
        Assert.Equal(2 * 195 / 3600.0, month.GetProperty("energy_wh").GetDouble(), 1e-6);
        Assert.Equal(2 * 0.13, month.GetProperty("co2e_g").GetDouble(), 1e-9);
        Assert.Equal(2 * 195 / 3600.0 * 2, month.GetProperty("energy_wh_high").GetDouble(), 1e-6);
        Assert.Equal(2 * 0.13 * 0.25, month.GetProperty("co2e_g_low").GetDouble(), 1e-9);
        rig.Clock.Advance(TimeSpan.FromDays(27));
        Assert.Equal(0, (await rig.Usage()).GetProperty("footprint").GetProperty("requests").GetInt64());
    }

    [Fact]
    public async Task The_sum_of_the_month_goes_on_when_the_gateway_is_given_other_rates()
    {
        await using var rig = await Begin();
        rig.Upstream.Script = Replies.Plain(input: 40, output: 5);
        using (await Ask(rig, isAsked: false))
            rig.State.Adopt(rig.State.Options with { Footprint = TestRates.Watered });

        Assert.Equal(0, (await rig.Usage()).GetProperty("footprint").GetProperty("water_site_ml").GetDouble());
        using var other = await Ask(rig, isAsked: false);
        var month = (await rig.Usage()).GetProperty("footprint");

        Assert.Equal(2 * 0.13, month.GetProperty("co2e_g").GetDouble(), 1e-9);
        Assert.Equal(130, month.GetProperty("water_site_ml").GetDouble(), 1e-9);
    }

    [Fact]
    public async Task An_answer_without_tokens_causes_nothing()
    {
        await using var rig = await Begin();
        rig.Upstream.Script = Replies.Plain(input: 0, output: 0);

        using var response = await Ask(rig, isAsked: true);

        Assert.StartsWith("energy-j=0, ", response.Headers.GetValues("plimsoll-footprint").Single(),
            StringComparison.Ordinal);
    }

    private static Task<GatewayRig> Begin(bool isAccounted = true, string? site = null) => GatewayRig.Begin(
        with: options => options with
        {
            Footprint = isAccounted ? TestRates.Sonnet : null,
            Upstreams = [.. options.Upstreams.Select(upstream => upstream with { Site = site })],
        });

    private static Task<HttpResponseMessage> Ask(GatewayRig rig, bool isAsked, bool isStream = false)
    {
        if (isAsked)
            rig.Http.DefaultRequestHeaders.TryAddWithoutValidation("plimsoll-footprint", "1");
        return rig.Ask(stream: isStream);
    }
}
