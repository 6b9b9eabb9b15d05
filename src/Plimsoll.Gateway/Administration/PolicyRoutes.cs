using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Exchanges;
using Plimsoll.Limits;
using Plimsoll.Limits.Documents;
using Plimsoll.Limits.Replay;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Administration;

/// <summary>The policy that is enforced, as operators look at it, preview another and upload it.</summary>
internal sealed class PolicyRoutes(GatewayState gateway, HttpContext http, Answer answer)
{
    private const int MostBytes = 16 * 1024 * 1024;
    private static readonly Duration aDay = Duration.FromHours(24);

    /// <summary><c>GET /admin/policy</c>: the versions that were, are and will be in force.</summary>
    public async Task Tell()
    {
        if (await OperatorCall.Begin(gateway, http, answer, OperatorRole.ReadOnly) is not { } call)
            return;
        var (timeline, now) = (gateway.Timeline, gateway.Now);
        await call.Tell(json =>
        {
            json.WriteStartObject();
            json.WriteString("as_of", WireTime.Rfc3339(now));
            json.WriteString("kept_in", gateway.PolicyKeptIn);
            json.WriteBoolean("is_pinned", gateway.Options.PolicyAt is not null);
            WriteVersions(json, "versions", timeline, now);
            json.WritePropertyName("policy");
            PolicyJson.Write(json, timeline);
            json.WriteEndObject();
        });
    }

    /// <summary>
    /// <c>PUT /admin/policy</c>: enforces another policy, each version from its date on.
    /// </summary>
    public async Task Replace()
    {
        if (await OperatorCall.Begin(gateway, http, answer, OperatorRole.Admin) is not { } call
            || await call.Fields(MostBytes) is not { } fields)
        {
            return;
        }

        var (uploaded, reason) = (Policy(fields), fields.Text("reason", isRequired: true));
        var atOnce = fields.Flag("at_once") ?? false;
        if (fields.Problem() is { } problem)
        {
            await call.Refuse(problem);
            return;
        }

        if (gateway.Options.PolicyAt is not null)
        {
            await call.Refuse(new ErrorAnswer(
                ErrorKind.Conflict, "This gateway pins a version of its policy (--at): start it without."));
            return;
        }

        var (now, from) = (gateway.Now, gateway.EarliestChange);
        var (before, after) = (gateway.Timeline, gateway.Timeline);
        var isKept = await call.Change("policy", () => gateway.Change((PolicyTimeline enforced) =>
        {
            before = enforced;
            var change = PolicyChange.Of(enforced, uploaded!, from, atOnce);
            after = change is PolicyChange.Taken taken ? taken.Timeline : enforced;
            return change;
        }));
        if (!isKept)
            return;
        await call.Finish("policy", before == after ? "unchanged" : "adopted", now, json =>
        {
            json.WriteString("reason", reason);
            json.WriteBoolean("at_once", atOnce);
            json.WriteString("kept_in", gateway.PolicyKeptIn);
            WriteVersions(json, "before", before, now);
            WriteVersions(json, "after", after, now);
        });
    }

    /// <summary>
    /// <c>POST /admin/policy/preview</c>: who would have been refused lately under another policy.
    /// </summary>
    public async Task Preview()
    {
        if (await OperatorCall.Begin(gateway, http, answer, OperatorRole.ReadOnly) is not { } call
            || await call.Fields(MostBytes) is not { } fields)
        {
            return;
        }

        var uploaded = Policy(fields);
        var now = gateway.Now;
        var (at, since) = (fields.Instant("at"), fields.Instant("since") ?? now - aDay);
        var scope = fields.Text("scope");
        var only = scope is null ? null : ScopeName.TryParse(scope);
        if (scope is not null && only is null)
            fields.Wrong("scope", ScopeName.Form);
        if (fields.Problem() is { } problem)
        {
            await call.Refuse(problem);
            return;
        }

        if (gateway.Options.RecordFile is not { } path)
        {
            await call.Refuse(new ErrorAnswer(
                ErrorKind.Conflict, "Nothing is recorded to preview from: start the gateway with --record FILE."));
            return;
        }

        var version = at is { } then ? uploaded!.At(then) : uploaded!.Versions[^1];
        await Preview(call, path, version, since, only);
    }

    private async Task Preview(OperatorCall call, string path, Policy version, Instant since, ScopeName? only)
    {
        if (!await gateway.Previewing.WaitAsync(TimeSpan.Zero))
        {
            await call.Refuse(new ErrorAnswer(
                ErrorKind.Conflict, "A preview is being made: ask again when it is done.", null, RetryAfter: 5));
            return;
        }

        ReplayResult? result = null;
        string? problem = null;
        try
        {
            await gateway.Recorder!.WaitUntilWritten(http.RequestAborted);
            result = await Task.Run(() => PolicyPreview.Run(path, gateway.Timeline, version, since, only));
        }
        catch (Exception e) when (e is IOException or InvalidDataException or ArgumentException)
        {
            problem = e.Message;
        }
        finally
        {
            gateway.Previewing.Release();
        }

        if (result is ReplayResult.Done { Report: var report })
        {
            await call.Tell(json =>
            {
                json.WriteStartObject();
                json.WriteString("since", InstantText.Of(since));
                json.WriteString("version", InstantText.Of(version.EffectiveFrom));
                PreviewJson.Write(json, report);
                json.WriteEndObject();
            });
            return;
        }

        await call.Refuse(new ErrorAnswer(ErrorKind.Malformed, problem ?? (result is ReplayResult.Failed failed
            ? $"{path}:{failed.Problem.Line}: {failed.Problem.Message}."
            : $"More than {PolicyPreview.MostEvents} events were recorded since the gateway started. Preview from the "
                + "file: plimsoll policy preview --log FILE.")));
    }

    private static PolicyTimeline? Policy(RequestFields fields)
    {
        if (fields.Value("policy") is not { } value)
        {
            fields.Errors.Add($"policy: is missing; expected an object of the form {PolicyJson.Format}.");
            return null;
        }

        var problems = new List<string>();
        var timeline = PolicyJson.Read(value, problems);
        fields.Errors.AddRange(problems.Select(problem => $"policy.{problem}."));
        return timeline;
    }

    private static void WriteVersions(Utf8JsonWriter json, string name, PolicyTimeline timeline, Instant now)
    {
        var inForce = timeline.At(now);
        json.WriteStartArray(name);
        foreach (var version in timeline.Versions)
        {
            json.WriteStartObject();
            json.WriteString("effective_from", InstantText.Of(version.EffectiveFrom));
            var other = version.EffectiveFrom > now ? "coming" : "past";
            json.WriteString("state", version == inForce ? "in_force" : other);
            json.WriteStartArray("changes");
            foreach (var change in version.Changes)
                json.WriteStringValue(change);
            json.WriteEndArray();
            json.WriteString("sha256", Keys.KeyRing.HashOf(PolicyJson.TextOf(version)));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
