using System.Collections.Immutable;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Keys;

/// <summary>
/// The scopes in which the keys of a ring stand. A tier is carried by the organization, so that its keys share it; a
/// plan is carried by the user's seat and is never shared; what a scope or a key carries beside is its own. A key
/// without an organization is its own seat, or for a tier its own organization.
/// </summary>
internal sealed class KeyScopes
{
    private readonly List<string> errors = [];
    private readonly Dictionary<string, Draft> drafts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KeyScope> finished = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> lowest = new(StringComparer.Ordinal);

    private KeyScopes()
    {
    }

    /// <summary>Every scope, those above before those beneath.</summary>
    public IEnumerable<KeyScope> All => drafts.Keys.Select(name => finished[name]);

    /// <summary>The lowest scope of a key.</summary>
    public KeyScope Of(GatewayKey key) => finished[lowest[key.Hash]];

    /// <summary>Builds the scopes of keys whose names and hashes differ.</summary>
    /// <param name="keys">The keys, oldest first.</param>
    /// <param name="limits">What scopes carry beside.</param>
    /// <param name="errors">Takes everything that contradicts itself; the scopes are of no use then.</param>
    public static KeyScopes Of(
        ImmutableArray<GatewayKey> keys, ImmutableArray<ScopeLimits> limits, List<string> errors)
    {
        var scopes = new KeyScopes();
        foreach (var key in keys)
            scopes.Place(key);
        scopes.CheckUsers(keys);
        scopes.Carry(limits);
        scopes.CheckSets();
        errors.AddRange(scopes.errors);
        if (scopes.errors.Count == 0)
            scopes.Finish();
        return scopes;
    }

    private void Place(GatewayKey key)
    {
        var problems = errors.Count;
        foreach (var (level, name) in new[]
                 {
                     ("organization", key.Organization), ("workspace", key.Workspace), ("user", key.User),
                 })
        {
            if (name is null)
                continue;
            if (!NameForm.IsPart(name))
                errors.Add($"Key '{key.Name}' has {level} '{NameForm.Shown(name)}': expected {NameForm.Part}.");
            if (key.Organization is null)
                errors.Add($"Key '{key.Name}' has {level} '{name}' and needs an organization for it.");
        }

        if (key is { Organization: not null, Plan: not null, User: null })
        {
            errors.Add($"Key '{key.Name}' has a plan in organization '{key.Organization}' and needs a user: a plan "
                + "belongs to one seat.");
        }

        if (errors.Count > problems)
            return;
        lowest[key.Hash] = key.Organization is null ? PlaceAlone(key) : PlaceWithin(key, key.Organization);
    }

    private string PlaceAlone(GatewayKey key)
    {
        var name = NameOf(key);
        var draft = Add(name, key.Plan is null ? ScopeLevel.Organization : ScopeLevel.Seat, null, key, isAlone: true);
        draft.Sets.Add(key.Plan ?? key.Tier!);
        draft.Sets.AddRange(key.Limits ?? []);
        return name;
    }

    private string PlaceWithin(GatewayKey key, string organization)
    {
        var top = Add(organization, ScopeLevel.Organization, null, key);
        top.TakeBase(key.Tier, "tier", key, errors);
        var name = organization;
        if (key.Workspace is { } workspace)
            Add(name = $"{name}/{workspace}", ScopeLevel.Workspace, organization, key);
        if (key.User is { } user)
        {
            var seat = Add($"{name}/{user}", ScopeLevel.Seat, name, key);
            name = $"{name}/{user}";
            seat.TakeBase(key.Plan, "plan", key, errors);
            if ((key.Plan is null && seat.Base is not null) || (key.Plan is not null && seat.HasOther))
            {
                errors.Add($"Keys of user '{name}' are of a plan and of a tier: give the user's plan and the tier's "
                    + $"keys different users (key '{key.Name}').");
            }

            seat.HasOther |= key.Plan is null;
        }

        if (key.Limits is not { Count: > 0 } limits)
            return name;
        var own = Add($"{name}/{NameOf(key)}", ScopeLevel.Key, name, key);
        own.Sets.AddRange(limits);
        return own.Name;
    }

    /// <summary>A key's name as that of a scope: any will do for a key, but a slash would be a level.</summary>
    private static string NameOf(GatewayKey key) =>
        key.Name.Trim().Replace('/', '|');

    private Draft Add(string name, ScopeLevel level, string? above, GatewayKey key, bool isAlone = false)
    {
        if (!drafts.TryGetValue(name, out var draft))
        {
            drafts[name] = draft = new Draft(name, level, above, Instant.From(key.WeekAnchor), key.Name, isAlone);
        }
        else if (draft.Level != level || draft.IsAlone || isAlone)
        {
            errors.Add($"Keys '{draft.FirstKey}' and '{key.Name}' both make '{name}', once as "
                + $"{draft.Words} and once as {Draft.WordsOf(level, isAlone)}: rename one of them.");
        }

        return draft;
    }

    private void CheckUsers(ImmutableArray<GatewayKey> keys)
    {
        var users = keys.Where(key => key is { Organization: not null, User: not null })
            .GroupBy(key => (key.Organization, key.User));
        foreach (var user in users)
        {
            var places = user.DistinctBy(key => key.Workspace).ToList();
            if (places.Count > 1)
            {
                errors.Add($"User '{user.Key.User}' of organization '{user.Key.Organization}' stands in several "
                    + $"places, {string.Join(", ", places.Select(Described))}: expected one.");
            }
        }

        static string Described(GatewayKey key) =>
            key.Workspace is null ? $"in none (key '{key.Name}')" : $"in '{key.Workspace}' (key '{key.Name}')";
    }

    private void Carry(ImmutableArray<ScopeLimits> limits)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in limits)
        {
            if (!seen.Add(entry.Scope))
                errors.Add($"Scope '{entry.Scope}' is given limits twice: give them in one place.");
            if (entry.Limits.Count == 0)
                errors.Add($"Scope '{entry.Scope}' is given no limits: name at least one or leave the scope out.");
            if (drafts.TryGetValue(entry.Scope, out var draft) && draft.TakesLimits)
                draft.Sets.AddRange(entry.Limits);
            else
                errors.Add($"There is no organization, workspace or user '{entry.Scope}'. {Known()}");
        }
    }

    private string Known()
    {
        var known = drafts.Values.Where(draft => draft.TakesLimits)
            .Select(draft => draft.Name).Order(StringComparer.Ordinal).ToList();
        return known.Count == 0
            ? "No key belongs to an organization: make one with keys add --organization."
            : $"There are: {string.Join(", ", known)}.";
    }

    private void CheckSets()
    {
        foreach (var draft in drafts.Values)
        {
            foreach (var twice in draft.Sets.GroupBy(set => set).Where(sets => sets.Count() > 1))
                errors.Add($"'{draft.Name}' carries '{twice.Key}' twice: name it once.");
            if (draft.Sets.Any(string.IsNullOrWhiteSpace))
                errors.Add($"'{draft.Name}' carries a limit set without a name.");
        }
    }

    private void Finish()
    {
        foreach (var draft in drafts.Values)
        {
            finished[draft.Name] = new KeyScope(
                draft.Name,
                draft.Level,
                draft.Above is null ? null : finished[draft.Above],
                new ScopeTerms([.. draft.Sets], draft.WeekAnchor));
        }
    }

    private sealed class Draft(
        string name, ScopeLevel level, string? above, Instant weekAnchor, string firstKey, bool isAlone)
    {
        public string Name => name;

        public ScopeLevel Level => level;

        public string? Above => above;

        public Instant WeekAnchor => weekAnchor;

        public string FirstKey => firstKey;

        public bool IsAlone => isAlone;

        /// <summary>Whether limits are given to it by name: those of a key stand with the key.</summary>
        public bool TakesLimits => level != ScopeLevel.Key && !isAlone;

        /// <summary>Its plan or tier, which comes first of what it carries.</summary>
        public string? Base { get; private set; }

        /// <summary>Whether some key of it has no plan.</summary>
        public bool HasOther { get; set; }

        public List<string> Sets { get; } = [];

        public string Words => WordsOf(level, isAlone);

        public static string WordsOf(ScopeLevel level, bool isAlone) => isAlone
            ? "a key of its own"
            : level switch
            {
                ScopeLevel.Organization => "an organization",
                ScopeLevel.Workspace => "a workspace",
                ScopeLevel.Seat => "a user",
                _ => "a key",
            };

        public void TakeBase(string? set, string kind, GatewayKey key, List<string> errors)
        {
            if (set is null || set == Base)
                return;
            if (Base is null)
            {
                Base = set;
                Sets.Insert(0, set);
                return;
            }

            errors.Add($"Key '{key.Name}' has {kind} '{set}', but '{Name}' has {kind} '{Base}' by an older key: "
                + $"one {kind} holds for all of its keys.");
        }
    }
}
