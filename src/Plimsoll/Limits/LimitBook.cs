using System.Diagnostics.CodeAnalysis;
using Plimsoll.Limits.Metering;
using Plimsoll.Quantities;

namespace Plimsoll.Limits;

/// <summary>
/// Limits and usage of many scopes: a deterministic state machine. The same calls with the same instants give the same
/// decisions. Not thread-safe: whoever owns it makes one call at a time.
/// </summary>
/// <remarks>
/// Time never runs backwards: an instant before the latest the book has seen counts as that latest one. At one instant
/// reservations expire first, then a policy version takes effect, then the call is answered. Admitting, settling and
/// releasing allocate nothing.
/// </remarks>
public sealed partial class LimitBook
{
    private readonly Scopes scopes = new();
    private readonly RequestIds ids = new();
    private readonly GrantUses grants = new();
    private Instant latest = new(long.MinValue);

    /// <summary>A book without scopes.</summary>
    /// <param name="timeline">Every version of the policy; each takes effect by itself.</param>
    public LimitBook(PolicyTimeline timeline)
    {
        foreach (var name in ClassesOf(timeline))
            scopes.Names.Class(name);
        foreach (var version in timeline.Versions)
            scopes.Append(new Epoch(version.EffectiveFrom, new CompiledVersion(version, scopes.Names)));
    }

    /// <summary>Policy version in force at the latest instant the book has seen.</summary>
    public Policy Policy => scopes.Current.Policy;

    /// <summary>Requests in flight.</summary>
    public int OpenCount => scopes.Open.Count;

    /// <summary>Number of a model class, for requests; a class that no policy version knows is not included.</summary>
    public int ClassNumber(string name) => scopes.Names.Class(name);

    /// <summary>Number of a product, for requests.</summary>
    public int ProductNumber(string name) => scopes.Names.Product(name);

    /// <summary>Bit of a trait, for requests.</summary>
    /// <exception cref="InvalidOperationException">It is the 65th.</exception>
    public ulong TraitBit(string name) => scopes.Names.Trait(name);

    /// <summary>Adds a scope beneath another. It begins unused, and its limits begin with it.</summary>
    /// <param name="above">Path of the scope above; <c>default</c> for none.</param>
    /// <param name="level">Its level, lower in the hierarchy than those above.</param>
    /// <param name="terms">What it carries.</param>
    /// <returns>Its path, to be kept: the book has no names for scopes.</returns>
    /// <exception cref="ArgumentException">The level is not below those of the path above.</exception>
    public ScopePath Add(ScopePath above, ScopeLevel level, ScopeTerms terms)
    {
        RequireBelow(above, level);
        var path = above.With(level, scopes.Add(terms));
        Added(path);
        return path;
    }

    /// <summary>
    /// Gives a scope other sets. Limits that it had already keep their counters and what is in flight; new ones begin
    /// unused; its weeks keep their anchor only if the terms name the same.
    /// </summary>
    /// <param name="path">Path that ends at the scope.</param>
    /// <param name="terms">What it carries from now on.</param>
    /// <param name="now">When.</param>
    public void Change(ScopePath path, ScopeTerms terms, Instant now)
    {
        Advance(now);
        var address = LowestAddress(path);
        scopes.Change(ref address, terms);
        scopes.Changes?.Note(address);
    }

    /// <summary>
    /// Takes another policy timeline: what it has in force now takes effect now, its later versions at their dates.
    /// </summary>
    /// <param name="timeline">The new timeline.</param>
    /// <param name="now">When.</param>
    public void Adopt(PolicyTimeline timeline, Instant now)
    {
        Advance(now);
        foreach (var name in ClassesOf(timeline))
            scopes.Names.Class(name);
        Epoch[] epochs =
        [
            new(latest, new CompiledVersion(timeline.At(latest), scopes.Names)),
            .. timeline.Versions.Where(version => version.EffectiveFrom > latest)
                .Select(version => new Epoch(version.EffectiveFrom, new CompiledVersion(version, scopes.Names))),
        ];
        scopes.ForgetFuture();
        foreach (var epoch in epochs)
            scopes.Append(epoch);
        scopes.EnterAt(latest);
        scopes.Changes?.HasNewCourse = true;
    }

    /// <summary>
    /// Asks for admission of one request. Every limit of its path has to have room; then all of them hold the estimate,
    /// otherwise none does.
    /// </summary>
    /// <param name="request">What is asked.</param>
    /// <param name="now">Instant of admission, which also fixes weights and allowances for its settlement.</param>
    /// <param name="reservation">To be settled or released exactly once; none when it is refused.</param>
    /// <param name="refusal">Why not; null when it is admitted.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count of tokens or requests is negative.</exception>
    /// <exception cref="OverflowException">The estimate is beyond what can be counted. Nothing was changed.</exception>
    public bool TryReserve(
        in LimitRequest request, Instant now, out Reservation reservation, [NotNullWhen(false)] out Refusal? refusal)
    {
        RequireNoNegative(request.Estimate, nameof(request));
        RequireKnown(request);
        scopes.Fetch(request.Scope.Addresses);
        Advance(now);
        if (request.Id != default && ids.TryFind(request.Id, latest, out var known))
        {
            reservation = known is null ? default : new Reservation(known, isRepeated: true);
            refusal = known is null ? new Refusal.Duplicate() : null;
            return known is not null;
        }

        reservation = default;
        if (scopes.Current.Class(request.Class) is not { } terms)
        {
            refusal = Unknown(request.Class);
            return false;
        }

        var open = scopes.Open.Rent();
        refusal = TryHold(open, request, terms);
        if (refusal is not null)
            return false;
        reservation = new Reservation(open, isRepeated: false);
        return true;
    }

    /// <summary>
    /// Tells how much a request has used so far, which may only grow. Where it is more than is held, the difference is
    /// held too, and the reservation stands for another life from now.
    /// </summary>
    /// <returns>False, without effect, when it has ended.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A count of tokens is negative.</exception>
    /// <exception cref="OverflowException">The usage is beyond what can be counted. Nothing was changed.</exception>
    public bool Report(Reservation reservation, in TokenUsage soFar, Instant now)
    {
        RequireNoNegative(soFar, nameof(soFar));
        if (reservation.Request is null)
            return false;
        Advance(now);
        if (Mine(reservation) is not { } open)
            return false;
        _ = latest + open.Life;
        var more = TokenUsage.Max(open.Held.Usage, soFar);
        if (more != open.Held.Usage)
        {
            var amounts = default(Amounts);
            amounts.Set(open.Terms, more, open.Held.Requests, open.NeedsMoney);
            Settlement.Settle(scopes, open, amounts, ends: false, latest);
            open.Hold(amounts);
        }

        open.Reported = TokenUsage.Max(open.Reported, soFar);
        scopes.Open.Extend(open, latest + open.Life);
        scopes.Changes?.Note(open);
        return true;
    }

    /// <summary>Lets everything happen that happens by itself until <paramref name="now"/>.</summary>
    public void Advance(Instant now)
    {
        if (now > latest)
            latest = now;
        if (latest >= scopes.NextEventAt)
            CatchUp();
    }

    /// <summary>Lets happen what is due.</summary>
    private void CatchUp()
    {
        while (scopes.Open.First is { } open && open.Deadline <= latest)
        {
            scopes.EnterAt(open.Deadline - new Duration(1));
            End(open, open.AtExpiry(), open.Deadline);
        }

        scopes.EnterAt(latest);
    }

    private Refusal? TryHold(OpenRequest open, in LimitRequest request, ClassTerms terms)
    {
        try
        {
            open.Begin(request, terms, scopes.Current, scopes.CurrentNumber, latest);
            var policy = scopes.Current.Policy;
            open.Life = request.Lane == Lane.Batch ? policy.BatchLife : policy.ReservationLife;
            var deadline = latest + open.Life;
            var fit = Admission.Take(scopes, open, request, latest);
            if (fit != Fit.Fits)
            {
                Admission.GiveBack(scopes, open);
                if (fit != Fit.NoRoom || !TryHoldAsOverage(open, request))
                    return Refused(open, request, fit);
            }

            scopes.Launch(open, deadline);
        }
        catch
        {
            // What is out of range throws before anything is held for good, whatever it is that throws.
            Admission.GiveBack(scopes, open);
            scopes.Open.Return(open);
            throw;
        }

        if (request.Id != default)
            ids.Add(request.Id, open);
        scopes.Changes?.Note(open);
        return null;
    }

    private Refusal Refused(OpenRequest open, in LimitRequest request, Fit fit)
    {
        var refusal = Explaining.WhyRefused(scopes, open, request, fit == Fit.NoRoom, latest);
        scopes.Open.Return(open);
        return refusal;
    }

    private Refusal.NotIncluded Unknown(int modelClass)
    {
        var names = scopes.Names.Classes;
        return new Refusal.NotIncluded(modelClass >= 0 && modelClass < names.Count
            ? $"The policy in force has no model class '{names[modelClass]}'."
            : $"No model class has the number {modelClass}; ask the book for it.");
    }

    private int LowestAddress(ScopePath path) => path.Lowest is { } level
        ? scopes.Store.Settled(path.Addresses[(int)level - 1])
        : throw new ArgumentException("The path leads to no scope: take one that this book gave out.", nameof(path));

    private static IEnumerable<string> ClassesOf(PolicyTimeline timeline) =>
        timeline.Versions.SelectMany(version => version.Classes.Keys).Distinct().Order(StringComparer.Ordinal);

    private static void RequireBelow(ScopePath above, ScopeLevel level)
    {
        if (above.Lowest >= level || !Enum.IsDefined(level))
            throw new ArgumentException($"{level} cannot stand below {above.Lowest}.", nameof(level));
    }

    private static void RequireKnown(in LimitRequest request)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(request.Requests, nameof(request));
        if (request.Lane is < Lane.Standard or > Lane.Batch)
            throw new ArgumentOutOfRangeException(nameof(request), request.Lane, "There is no such lane.");
    }

    private static void RequireNoNegative(in TokenUsage usage, string name)
    {
        if (usage.HasNegative)
            throw new ArgumentOutOfRangeException(name, usage, "Token counts are 0 or more.");
    }
}
