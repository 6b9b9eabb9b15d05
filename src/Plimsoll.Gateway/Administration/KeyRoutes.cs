using Microsoft.AspNetCore.Http;
using Plimsoll.Gateway.Exchanges;
using Plimsoll.Gateway.Keys;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Administration;

/// <summary>Clients' keys, as operators list and change them. A key itself is shown once and kept nowhere.</summary>
internal sealed class KeyRoutes(GatewayState gateway, HttpContext http, Answer answer)
{
    private const int HashDigits = 64;
    private const long LongestOverlap = 90 * 24 * 3600;

    /// <summary><c>GET /admin/keys</c>: every key, oldest first, or those of one organization.</summary>
    public async Task List()
    {
        if (await OperatorCall.Begin(gateway, http, answer, OperatorRole.ReadOnly) is not { } call)
            return;
        var only = http.Request.Query["organization"].ToString();
        var (ring, now) = (gateway.Accounts.Ring, gateway.Clock.GetUtcNow());
        await call.Tell(json =>
        {
            json.WriteStartObject();
            json.WriteString("kept_in", gateway.KeysKeptIn);
            json.WriteStartArray("keys");
            foreach (var key in ring.Keys.Where(key => only.Length == 0 || key.Organization == only))
                KeyJson.Write(json, key, now);
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    /// <summary>
    /// <c>POST /admin/keys</c>: makes a key. The same again, word for word, makes none and says so.
    /// </summary>
    public async Task Create()
    {
        if (await Begin() is not var (call, fields))
            return;
        var (name, hash) = (fields.Text("name", isRequired: true), Hash(fields));
        var (plan, tier) = (fields.Text("plan"), fields.Text("tier"));
        var product = fields.Text("product", isRequired: true);
        var (organization, workspace) = (fields.Text("organization"), fields.Text("workspace"));
        var (user, limits) = (fields.Text("user"), fields.Texts("limits"));
        if (plan is null == tier is null)
            fields.Errors.Add("plan, tier: expected one of them.");
        if (fields.Problem() is { } problem)
        {
            await call.Refuse(problem);
            return;
        }

        var now = gateway.Clock.GetUtcNow();
        var key = hash is null ? KeyRing.NewKey() : null;
        var entry = new GatewayKey(name!, hash ?? KeyRing.HashOf(key!), product!, now, now, plan, tier)
        {
            Organization = organization,
            Workspace = workspace,
            User = user,
            Limits = limits.IsEmpty ? null : limits,
        };
        var isMade = true;
        await Change(call, ring =>
        {
            isMade = !ring.Keys.Any(one => one.Name == name && SaysTheSame(one, entry, hash));
            return isMade ? ring.Add(entry) : ring;
        }, new Made("key_create", name!, () => isMade ? "created" : "already_made", isMade ? key : null) { Now = now });
    }

    /// <summary>
    /// <c>POST /admin/keys/rotate</c>: gives an entry another key; the one that it had works for a while yet.
    /// </summary>
    public async Task Rotate()
    {
        if (await Begin() is not var (call, fields))
            return;
        var (name, hash) = (fields.Text("name", isRequired: true), Hash(fields));
        var overlap = TimeSpan.FromSeconds(fields.Whole("overlap_seconds", 0, LongestOverlap) ?? 0);
        if (fields.Problem() is { } problem)
        {
            await call.Refuse(problem);
            return;
        }

        var now = gateway.Clock.GetUtcNow();
        var key = hash is null ? KeyRing.NewKey() : null;
        var isMade = true;
        await Change(call, ring =>
        {
            isMade = hash is null || ring[name!].Hash != hash;
            return isMade ? ring.Rotate(name!, hash ?? KeyRing.HashOf(key!), now, overlap) : ring;
        }, new Made("key_rotate", name!, () => isMade ? "rotated" : "already_made", key) { Now = now });
    }

    /// <summary>
    /// <c>POST /admin/keys/revoke</c>: removes a key, or all keys of a scope, which are refused from then on.
    /// </summary>
    public async Task Revoke()
    {
        if (await Begin() is not var (call, fields))
            return;
        var (name, scope) = (fields.Text("name"), fields.Text("scope"));
        if (name is null == scope is null)
            fields.Errors.Add("name, scope: expected one of them.");
        if (fields.Problem() is { } problem)
            await call.Refuse(problem);
        else if (scope is not null)
            await RevokeScope(call, scope);
        else
            await Change(call, ring => ring.Revoke(ring[name!].Name)!, new Made("key_revoke", name!, () => "revoked"));
    }

    private async Task RevokeScope(OperatorCall call, string scope)
    {
        IReadOnlyList<string> gone = [];
        var isKept = await call.Change("scope", () => gateway.Change(ring =>
        {
            gone = [.. ring.KeysOf(scope).Select(key => key.Name)];
            return ring.RevokeScope(scope);
        }));
        if (!isKept)
            return;
        await call.Finish("key_revoke", "revoked", gateway.Now, json =>
        {
            json.WriteString("scope", scope);
            json.WriteString("kept_in", gateway.KeysKeptIn);
            json.WriteStartArray("names");
            foreach (var name in gone)
                json.WriteStringValue(name);
            json.WriteEndArray();
        });
    }

    /// <summary><c>POST /admin/keys/limit</c>: says which limit sets a key carries itself.</summary>
    public async Task Limit()
    {
        if (await Begin() is not var (call, fields))
            return;
        var (name, limits) = (fields.Text("name", isRequired: true), fields.Texts("limits"));
        if (!fields.Has("limits"))
            fields.Errors.Add("limits: is missing; expected a list of texts.");
        if (fields.Problem() is { } problem)
        {
            await call.Refuse(problem);
            return;
        }

        await Change(
            call,
            ring => ring.Change(name!, entry => entry with { Limits = limits.IsEmpty ? null : limits }),
            new Made("key_limit", name!, () => "changed"));
    }

    /// <summary>Changes the ring, and audits and answers what became of one entry.</summary>
    private async Task Change(OperatorCall call, Func<KeyRing, KeyRing> change, Made made)
    {
        var now = made.Now == default ? gateway.Clock.GetUtcNow() : made.Now;
        GatewayKey? before = null;
        GatewayKey? after = null;
        var isKept = await call.Change("name", () => gateway.Change(ring =>
        {
            before = ring.Keys.FirstOrDefault(entry => entry.Name == made.Name);
            var next = change(ring);
            after = next.Keys.FirstOrDefault(entry => entry.Name == made.Name);
            return next;
        }));
        if (!isKept)
            return;
        await call.Finish(made.What, made.Result(), Instant.From(now), json =>
        {
            json.WriteString("name", made.Name);
            json.WriteString("kept_in", gateway.KeysKeptIn);
            KeyJson.Write(json, "before", before, now);
            KeyJson.Write(json, "after", after, now);
        }, json => json.WriteString("key", made.Result() == "already_made" ? null : made.Key));
    }

    private async Task<(OperatorCall Call, RequestFields Fields)?> Begin() =>
        await OperatorCall.Begin(gateway, http, answer, OperatorRole.Admin) is { } call
        && await call.Fields() is { } fields
            ? (call, fields)
            : null;

    /// <summary>The hash of a key that the operator made, so that it never travels; null: it is made here.</summary>
    private static string? Hash(RequestFields fields)
    {
        var hash = fields.Text("hash");
        if (hash is not null && (hash.Length != HashDigits || !hash.All(char.IsAsciiHexDigitLower)))
            fields.Wrong("hash", "the SHA-256 of a key in 64 lower-case hexadecimal digits");
        return hash;
    }

    private static bool SaysTheSame(GatewayKey one, GatewayKey other, string? hash) =>
        (one.Plan, one.Tier, one.Product, one.Organization, one.Workspace, one.User)
            == (other.Plan, other.Tier, other.Product, other.Organization, other.Workspace, other.User)
        && (one.Limits ?? []).SequenceEqual(other.Limits ?? [])
        && (hash is null || hash == one.Hash);

    /// <summary>What is told of a change.</summary>
    /// <param name="What">What was asked for.</param>
    /// <param name="Name">The entry.</param>
    /// <param name="Result">What came of it.</param>
    /// <param name="Key">The key, to be shown once; null: none was made here.</param>
    private sealed record Made(string What, string Name, Func<string> Result, string? Key = null)
    {
        public DateTimeOffset Now { get; init; }
    }
}
