using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using Plimsoll.Limits;

namespace Plimsoll.Gateway.Keys;

/// <content>Rings that differ in one thing.</content>
public sealed partial class KeyRing
{
    private const int SecretBytes = 32;

    /// <summary>Former keys of one entry that may still work at a time.</summary>
    private const int MostFormer = 8;

    /// <summary>A key that nobody has had.</summary>
    public static string NewKey() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>A ring with one key more.</summary>
    /// <param name="name">What its owner calls it; not in the ring yet.</param>
    /// <param name="plan">Plan of the policy, or null.</param>
    /// <param name="tier">API tier of the policy, or null. Exactly one of plan and tier is set.</param>
    /// <param name="product">Product whose usage this is.</param>
    /// <param name="now">
    /// When it is made; its week resets at this weekday and time, or with the weeks of its user or organization where
    /// there is one.
    /// </param>
    /// <param name="place">Where it stands and what it carries itself. Default: it stands alone.</param>
    /// <returns>The new ring, and the key itself: it is shown here once and kept nowhere.</returns>
    /// <exception cref="ArgumentException">
    /// The name is taken, both or neither of plan and tier are set, or the key contradicts others.
    /// </exception>
    public (KeyRing Ring, string Key) Add(
        string name, string? plan, string? tier, string product, DateTimeOffset now, KeyPlace place = default)
    {
        var key = NewKey();
        return (Add(new GatewayKey(name, HashOf(key), product, now, now, plan, tier)
        {
            Organization = place.Organization,
            Workspace = place.Workspace,
            User = place.User,
            Limits = place.Limits is { Count: > 0 } ? place.Limits : null,
        }), key);
    }

    /// <summary>
    /// A ring with one entry more, whose week resets with the weeks of its user or organization where there is one.
    /// </summary>
    /// <exception cref="ArgumentException">The entry is not whole, or contradicts others.</exception>
    public KeyRing Add(GatewayKey entry) =>
        new(Keys.Add(entry with { WeekAnchor = AnchorFor(entry) ?? entry.WeekAnchor }), Scopes);

    /// <summary>A ring in which an entry has another key.</summary>
    /// <param name="name">Name of the entry.</param>
    /// <param name="hash">Hash of the new key, as <see cref="HashOf"/> has it.</param>
    /// <param name="now">When.</param>
    /// <param name="overlap">How long the key that it had works yet; zero or less: not at all.</param>
    /// <exception cref="ArgumentException">
    /// There is no such entry, the hash is one already, or too many keys of it still work.
    /// </exception>
    public KeyRing Rotate(string name, string hash, DateTimeOffset now, TimeSpan overlap)
    {
        var entry = this[name];
        ImmutableArray<FormerKey> former = [.. (entry.Former ?? []).Where(one => one.Until > now)];
        if (overlap > TimeSpan.Zero)
            former = former.Insert(0, new FormerKey(entry.Hash, now + overlap));
        if (former.Length > MostFormer)
        {
            throw new ArgumentException($"Key '{name}' has {former.Length - 1} former keys that still work; expected "
                + $"fewer than {MostFormer}: wait, or rotate without an overlap.");
        }

        return With(entry, entry with { Hash = hash, Former = former.IsEmpty ? null : former });
    }

    /// <summary>A ring in which an entry is another one.</summary>
    /// <exception cref="ArgumentException">It is not whole, or contradicts others.</exception>
    public KeyRing Change(string name, Func<GatewayKey, GatewayKey> change) => With(this[name], change(this[name]));

    /// <summary>
    /// A ring in which an organization has another tier, or a user another plan, in all of their keys.
    /// </summary>
    /// <param name="scope">An organization, or a user such as <c>acme/research/alice</c>; or a key alone.</param>
    /// <param name="plan">The plan of a user; null: a tier is given.</param>
    /// <param name="tier">The tier of an organization; null: a plan is given.</param>
    /// <exception cref="ArgumentException">No key of the scope has a plan, or a tier, to be replaced.</exception>
    public KeyRing Entitle(string scope, string? plan, string? tier)
    {
        var kind = plan is not null ? "plan" : "tier";
        bool IsMeant(GatewayKey key) => plan is not null
            ? key.Plan is not null && SeatOf(key) == scope
            : key.Tier is not null && TopOf(key) == scope;

        return Keys.Any(IsMeant)
            ? new KeyRing(
                Keys.Select(key => IsMeant(key) ? key with { Plan = plan, Tier = tier } : key), Scopes)
            : throw new ArgumentException($"No key of '{scope}' has a {kind} that could be another.");
    }

    /// <summary>A ring in which a scope carries these limit sets and no others beside its plan or tier.</summary>
    /// <param name="scope">An organization, workspace or user of some key, such as <c>acme/research</c>.</param>
    /// <param name="limits">Names of limit sets; none takes back what it carried.</param>
    /// <exception cref="ArgumentException">
    /// No key stands in such a scope, a set is named twice, or nothing is to be taken back.
    /// </exception>
    public KeyRing Limit(string scope, IReadOnlyList<string> limits)
    {
        ImmutableArray<ScopeLimits> others = [.. Scopes.Where(entry => entry.Scope != scope)];
        if (limits.Count == 0 && others.Length == Scopes.Length)
            throw new ArgumentException($"Scope '{scope}' carries no limit sets that could be taken back.");
        return new KeyRing(Keys, limits.Count == 0 ? others : others.Add(new ScopeLimits(scope, limits)));
    }

    /// <summary>
    /// A ring without the key called <paramref name="name"/>, and without limits of scopes in which no key is left;
    /// null when there is none.
    /// </summary>
    public KeyRing? Revoke(string name) => Keys.All(key => key.Name != name) ? null : Without(key => key.Name == name);

    /// <summary>
    /// A ring without the keys of a scope and of those beneath it, and without limits of scopes in which no key is
    /// left.
    /// </summary>
    /// <param name="scope">An organization, workspace or user of some key, such as <c>acme</c>; or a key alone.</param>
    /// <exception cref="ArgumentException">There is no such scope.</exception>
    public KeyRing RevokeScope(string scope) => Tree.All.Any(one => one.Name == scope)
        ? Without(key => ScopePlace.IsWithin(Tree.Of(key).Name, scope))
        : throw new ArgumentException($"There is no scope '{NameForm.Shown(scope)}'"
            + $"{NearestName.Hint(scope, Tree.All.Select(one => one.Name))}. A scope comes to be with its first key.");

    /// <summary>The keys of a scope and of those beneath it, oldest first.</summary>
    public IEnumerable<GatewayKey> KeysOf(string scope) =>
        Keys.Where(key => ScopePlace.IsWithin(Tree.Of(key).Name, scope));

    private KeyRing Without(Func<GatewayKey, bool> isGone)
    {
        var left = new KeyRing(Keys.Where(key => !isGone(key)));
        var scopes = left.Tree.All.Select(scope => scope.Name).ToHashSet();
        return new KeyRing(left.Keys, Scopes.Where(entry => scopes.Contains(entry.Scope)));
    }

    private KeyRing With(GatewayKey entry, GatewayKey next) =>
        entry == next ? this : new KeyRing(Keys.Replace(entry, next), Scopes);

    private string SeatOf(GatewayKey key) => Tree.Of(key).Path.First(scope => scope.Level >= ScopeLevel.Seat).Name;

    private string TopOf(GatewayKey key) => Tree.Of(key).Path[0].Name;

    /// <summary>
    /// The anchor that keys of the same user, else of the same organization have: revoking the oldest must not move the
    /// weeks of the others.
    /// </summary>
    private DateTimeOffset? AnchorFor(GatewayKey entry)
    {
        var within = Keys.Where(key => key.Organization is not null && key.Organization == entry.Organization).ToList();
        var user = entry.User is null ? null : within.Find(key => key.User == entry.User);
        return (user ?? within.FirstOrDefault())?.WeekAnchor;
    }
}
