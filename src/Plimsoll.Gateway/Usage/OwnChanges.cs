using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Plimsoll.Gateway.Administration;
using Plimsoll.Gateway.Admission;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Exchanges;
using Plimsoll.Limits;
using Plimsoll.Limits.Values;

namespace Plimsoll.Gateway.Usage;

/// <summary>What a key's holder may change: consent to overage, and use a granted reset. Both are audited.</summary>
internal sealed class OwnChanges(GatewayState gateway, HttpContext http, Answer answer)
{
    private const int MostPerMinute = 10;

    /// <summary><c>POST /usage/overage</c>: agrees to pay beyond the plan, or takes that back.</summary>
    public async Task Overage()
    {
        if (await Begin() is not var (account, fields))
            return;
        var consents = fields.Flag("consent", isRequired: true);
        if (fields.Problem() is { } problem)
        {
            await answer.Refuse(problem);
            return;
        }

        // The lowest scope that offers overage is the one that is asked for consent.
        var scope = await gateway.Change(account.Path, now => account.Scopes.LastOrDefault(
            one => gateway.Limits.SetConsent(one.Path, consents!.Value, now)));
        if (scope is null)
        {
            await answer.Refuse(new ErrorAnswer(
                ErrorKind.OverageNotOffered, "Nothing that this key carries offers to go on by paying for more."));
            return;
        }

        await Finish(account, "consent", consents == true ? "given" : "taken_back", json =>
        {
            json.WriteString("scope", scope.Path.Name);
            json.WriteString("overage", LimitNames.Of(AccountReading.Of(gateway, account).Overage));
        });
    }

    /// <summary><c>POST /usage/reset</c>: clears windows by a grant.</summary>
    public async Task Reset()
    {
        if (await Begin() is not var (account, fields))
            return;
        var id = fields.Text("grant", isRequired: true);
        var grant = gateway.Options.Grants.FirstOrDefault(one => one.Id == id);
        if (id is not null && grant is null)
        {
            var known = gateway.Options.Grants.Select(one => one.Id).DefaultIfEmpty("none");
            fields.Errors.Add($"grant: found '{id}'; there are: {string.Join(", ", known)}.");
        }

        if (fields.Problem() is { } problem)
        {
            await answer.Refuse(problem);
            return;
        }

        var path = account.Home.Path;
        var name = LimitRequests.NameOf(account, answer.Id, http.Request);
        var (result, state) = await gateway.Change(path, (NamedThing.Grant, name), (now, own, isKnown) =>
        {
            var used = isKnown ? ResetResult.Reset : gateway.Limits.UseGrant(path, grant!, own, now);
            return ((used, gateway.Limits.StateOf(path, grant!, now)), used == ResetResult.Reset);
        });
        await Finish(account, "grant", LimitNames.Of(result), json =>
        {
            json.WriteString("scope", path.Name);
            json.WriteString("grant", grant!.Id);
            json.WriteNumber("resets_left", state.Left);
            json.WriteString(
                "cooldown_until", state.CooldownUntil is { } until ? WireTime.Rfc3339(until) : null);
        });
    }

    /// <summary>The account and the members of a request; null when it was answered already.</summary>
    private async Task<(Account Account, RequestFields Fields)?> Begin()
    {
        if (answer.Authenticate() is not { } account)
        {
            await answer.RefuseKey();
            return null;
        }

        // Each is a line of the audit, which one who changes its mind without end would fill.
        var now = gateway.Now;
        if (gateway.Changes.Take(account.Key.Name, MostPerMinute, now) is { } at)
        {
            var wait = (at - now).CeilingSeconds();
            await answer.Refuse(new ErrorAnswer(
                ErrorKind.LimitReached,
                $"A key may change what is its own {MostPerMinute} times a minute. Retry after {wait} s.",
                null,
                wait));
            return null;
        }

        var (fields, unread) = await RequestFields.Read(http, gateway);
        if (unread is null)
            return (account, fields!);
        await answer.Refuse(unread);
        return null;
    }

    private async Task Finish(Account account, string what, string result, Action<Utf8JsonWriter> details)
    {
        await gateway.Limits.Confirm();
        var now = gateway.Now;
        gateway.Audit.Write(
            new AuditEntry(now, $"key {account.Key.Name}", answer.From, answer.RequestId, what, result), details);
        await answer.WriteJson(json =>
        {
            json.WriteStartObject();
            json.WriteString("result", result);
            json.WriteString("as_of", WireTime.Rfc3339(now));
            details(json);
            json.WriteEndObject();
        });
    }
}
