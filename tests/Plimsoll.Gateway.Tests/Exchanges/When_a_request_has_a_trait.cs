using Plimsoll.Gateway.Tests.Rig;
using Plimsoll.Limits.Replay;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Tests.Exchanges;

public sealed class When_a_request_has_a_trait : IDisposable
{
    private readonly string log = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(log);

    [Theory]
    [InlineData(Question.Messages, "\"speed\":\"fast\"", 505)]
    [InlineData(Question.Messages, "\"speed\":\"standard\"", 1010)]
    [InlineData(Question.Messages, "\"inference_geo\":\"us\"", 1010)]
    [InlineData(Question.Chat, "\"speed\":\"fast\"", 1010)]
    public async Task An_allowance_for_it_counts(string path, string member, double used)
    {
        await using var rig = await GatewayRig.Begin(with: WithFast);
        rig.Upstream.Script = Replies.Plain(input: 1000, output: 2);

        using var served = await rig.Post(path, BodyWith(member));

        Assert.Equal(200, (int)served.StatusCode);
        Assert.Equal((decimal)used, (await rig.Session()).Used);
    }

    [Fact]
    public async Task The_log_has_it_where_an_allowance_asks_for_it_and_the_answer_names_the_request()
    {
        string name;
        await using (var rig = await GatewayRig.Begin(with: options => WithFast(options) with { RecordFile = log }))
        {
            using var served = await rig.Post(
                Question.Messages, BodyWith("\"speed\":\"fast\",\"inference_geo\":\"us\""));
            name = served.Header("plimsoll-request");
            Assert.Contains($"{name} test claude-sonnet-5: charged", rig.Log.Text, StringComparison.Ordinal);
        }

        var lines = LimitLog.Read(await File.ReadAllBytesAsync(log, TestContext.Current.CancellationToken)).Log.Lines;
        var asked = Assert.Single(lines.Select(line => line.Event).OfType<RequestAsked>());
        Assert.Equal(["fast"], asked.Traits);
        Assert.Equal(name, asked.Request);
    }

    [Fact]
    public async Task A_member_that_gives_one_is_given_once()
    {
        await using var rig = await GatewayRig.Begin();

        using var refused = await rig.Post(
            Question.Messages, BodyWith("\"speed\":\"standard\",\"speed\":\"fast\""));

        Assert.Equal((400, "speed: is given twice."), ((int)refused.StatusCode, (await refused.Error()).Message));
    }

    /// <summary>A session twice as large for requests that are fast.</summary>
    private static GatewayOptions WithFast(GatewayOptions options)
    {
        var allowance = TestPolicy.Version.Allowances[0] with
        {
            Product = null,
            When = null,
            Trait = "fast",
            Factor = new Factor(2),
        };
        return options with { Timeline = new([TestPolicy.Version with { Allowances = [allowance] }]) };
    }

    private static string BodyWith(string member) => $"{{{member}," + Question.Body()[1..];
}
