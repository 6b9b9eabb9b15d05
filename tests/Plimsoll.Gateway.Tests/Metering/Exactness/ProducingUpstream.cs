using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Plimsoll.Gateway.Tests.Rig;

namespace Plimsoll.Gateway.Tests.Metering.Exactness;

/// <summary>
/// Upstreams of every dialect that act out plans, as many as there are: they share what was asked already. Each of
/// their tokens is a word of four letters, so that what was produced by the moment of a cut is known even where nobody
/// reports it.
/// </summary>
internal sealed partial class ProducingUpstream(IReadOnlyList<StreamPlan> plans)
{
    private readonly int[] asked = new int[plans.Count];

    /// <summary>Whether a plan's request came here.</summary>
    public bool WasAsked(StreamPlan plan) => Volatile.Read(ref asked[plan.Number]) > 0;

    public async Task Serve(HttpContext http)
    {
        var number = Number().Match(ScriptedUpstream.BodyOf(http)).Groups[1].Value;
        var plan = plans[int.Parse(number, CultureInfo.InvariantCulture)];
        var isFirst = Interlocked.Increment(ref asked[plan.Number]) == 1;
        switch (plan.End)
        {
            case PlannedEnd.RefusedByAll:
            case PlannedEnd.RefusedAtFirst when isFirst:
                await Replies.Status(503)(http);
                return;
            case PlannedEnd.FailsAtAll:
            case PlannedEnd.FailsAtFirst when isFirst:
                await Replies.Status(500)(http);
                return;
            case PlannedEnd.ClientLeavesAtOnce:
                await Left(http);
                return;
            case PlannedEnd.CompletesWhole:
                await Replies.Json(http, 200, ProducedAnswers.Whole(http.Request.Path.Value!, plan));
                return;
            default:
                await Stream(http, plan);
                return;
        }
    }

    private static async Task Stream(HttpContext http, StreamPlan plan)
    {
        http.Response.ContentType = "text/event-stream";
        foreach (var item in ProducedAnswers.Events(http.Request.Path.Value!, plan))
            await Replies.Send(http, item);
        if (plan.End == PlannedEnd.ClientLeaves)
            await Left(http);
    }

    private static async Task Left(HttpContext http)
    {
        var left = new TaskCompletionSource();
        using var registration = http.RequestAborted.Register(() => left.TrySetResult());
        await left.Task;
    }

    [GeneratedRegex("\"user(?:_id)?\":\"r(\\d+)\"")]
    private static partial Regex Number();
}
