using System.Collections.Immutable;
using Plimsoll.Limits;
using Plimsoll.Limits.Estimates;
using Plimsoll.Quantities;
using Plimsoll.Simulation.Fleets;
using Plimsoll.Simulation.Measures;
using Plimsoll.Simulation.Workloads;

namespace Plimsoll.Simulation.Accounts;

/// <summary>
/// Admits requests by the usage limits of their accounts as the gateway does, with the same book and the same
/// estimates: an estimate is reserved at arrival, and what was used is settled at the end. Not safe for concurrent use.
/// </summary>
/// <remarks>
/// Two things are simpler than in the gateway. The estimate is made from four bytes of text per prompt token, because
/// traces have no text. And an answer that outgrows its estimate is charged for the rest when it ends, not while it
/// streams; what is reported meanwhile only keeps the reservation from expiring.
/// </remarks>
public sealed class LimitDesk
{
    private const long BytesPerToken = 4;

    /// <summary>
    /// Books that accounts are spread over. To say why and until when it refuses, a book looks at all that it has in
    /// flight: with one book for all accounts that is nearly all the time that a simulation takes.
    /// </summary>
    private const int UsualBooks = 64;

    private readonly LimitBook[] books;
    private readonly UsageEstimator estimator = new(new EstimateTerms());
    private readonly ImmutableArray<string> classes;
    private readonly int[] classNumbers;
    private readonly ClassTerms?[] classTerms;
    private readonly List<Account> accounts = [];
    private readonly Dictionary<(string Set, LimitKind Kind, string Name, string? Class), string> limitNames = [];
    private readonly Queue<(long DueAt, int Slot, long Request)> reports = new();
    private readonly long reportAfter;
    private Held[] held = new Held[64];
    private Policy? policy;

    /// <summary>A desk without accounts.</summary>
    /// <param name="timeline">Every version of the policy; each takes effect by itself.</param>
    /// <param name="classes">Names of the model classes, in the order of <see cref="Arrival.Class"/>.</param>
    /// <param name="books">Books that accounts are spread over; changes no decision. 1 or more.</param>
    public LimitDesk(PolicyTimeline timeline, ImmutableArray<string> classes, int books = UsualBooks)
    {
        this.books = [.. Enumerable.Range(0, books).Select(_ => new LimitBook(timeline))];
        this.classes = classes;
        classNumbers = [.. classes.Select(NumberOf)];
        classTerms = new ClassTerms?[classes.Length];

        // Half of the shortest life, so that no reservation of a request under way expires.
        reportAfter = timeline.Versions.Min(version => version.ReservationLife.Nanoseconds) / 2;
    }

    private readonly record struct Account(LimitBook Book, ScopePath Path, int Product);

    private struct Held
    {
        public Reservation Reservation;
        public TokenUsage Estimate;
    }

    /// <summary>Number of accounts.</summary>
    public int Accounts => accounts.Count;

    /// <summary>The book that keeps the limits of an account, to be read and audited.</summary>
    public LimitBook BookOf(int account) => accounts[account].Book;

    /// <summary>Is told what was asked of the book, by whom, and why it was refused; null: nobody is.</summary>
    internal Action<int, LimitRequest, Refusal?>? Watch { get; set; }

    /// <summary>When a request under way has to be reported next, in nanoseconds; the end of time: none has.</summary>
    internal long NextReport => reports.TryPeek(out var first) ? first.DueAt : long.MaxValue;

    /// <summary>Opens an account: a seat with a plan, or an organization with a tier.</summary>
    /// <param name="level">Its level.</param>
    /// <param name="terms">Sets that it carries, and its week.</param>
    /// <param name="product">Product that its requests use; empty: none.</param>
    /// <param name="above">Number of the account that it belongs to, which shares its limits; -1: none.</param>
    /// <returns>Its number, from 0, as in <see cref="Arrival.Account"/>.</returns>
    public int Open(ScopeLevel level, ScopeTerms terms, string product, int above = -1)
    {
        var book = above < 0 ? books[accounts.Count % books.Length] : BookOf(above);
        var number = product.Length == 0 ? 0 : book.ProductNumber(product);
        accounts.Add(new Account(book, book.Add(above < 0 ? default : accounts[above].Path, level, terms), number));
        return accounts.Count - 1;
    }

    /// <summary>Path of an account in its book.</summary>
    public ScopePath PathOf(int account) => accounts[account].Path;

    /// <summary>Charges requests that are not simulated, such as those of the days before.</summary>
    /// <param name="account">Who pays.</param>
    /// <param name="modelClass">Index of the class.</param>
    /// <param name="usage">What they used.</param>
    /// <param name="requests">How many they were. 1 or more.</param>
    /// <param name="at">When, not before anything that the desk has seen.</param>
    /// <returns>False when a limit refused them.</returns>
    public bool Charge(int account, int modelClass, in TokenUsage usage, int requests, Instant at)
    {
        var request = new LimitRequest
        {
            Scope = accounts[account].Path,
            Class = classNumbers[modelClass],
            Estimate = usage,
            Product = accounts[account].Product,
            Requests = requests,
        };
        var book = BookOf(account);
        return book.TryReserve(request, at, out var reservation, out _) && book.Settle(reservation, usage, at);
    }

    /// <summary>Asks for a request; what it holds is kept under its slot.</summary>
    internal bool TryAdmit(int slot, in Arrival arrival, Instant now, out LimitRefusal refusal)
    {
        refusal = default;
        if (arrival.Account < 0)
            return true;
        var account = accounts[arrival.Account];
        var book = BookOf(arrival.Account);
        var terms = TermsOf(book, arrival.Class, now);
        var estimate = terms is null ? default : estimator.Estimate(
            (ulong)arrival.Account, classNumbers[arrival.Class], arrival.Input * BytesPerToken, null, terms);
        var request = new LimitRequest
        {
            Scope = account.Path,
            Class = classNumbers[arrival.Class],
            Estimate = estimate,
            Product = account.Product,
        };
        var isAdmitted = book.TryReserve(request, now, out var reservation, out var refused);
        Watch?.Invoke(arrival.Account, request, refused);
        if (!isAdmitted)
        {
            refusal = RefusalOf(refused!);
            return false;
        }

        if (slot >= held.Length)
            Array.Resize(ref held, Math.Max(slot + 1, held.Length * 2));
        held[slot] = new Held { Reservation = reservation, Estimate = estimate };
        reports.Enqueue((now.UnixNanoseconds + reportAfter, slot, arrival.Id));
        return true;
    }

    /// <summary>Tells the book of requests that take long, so that what they hold does not expire.</summary>
    internal void Report(Flights flights, Instant now)
    {
        while (reports.TryPeek(out var due) && due.DueAt <= now.UnixNanoseconds)
        {
            reports.Dequeue();
            ref readonly var arrival = ref flights[due.Slot].Arrival;
            if (arrival.Output == 0 || arrival.Id != due.Request)
                continue;
            BookOf(arrival.Account).Report(held[due.Slot].Reservation, default, now);
            reports.Enqueue((now.UnixNanoseconds + reportAfter, due.Slot, due.Request));
        }
    }

    /// <summary>Ends what a slot holds: charges what was used, or nothing when no token was produced.</summary>
    internal void End(int slot, in RequestRecord record)
    {
        var arrival = record.Arrival;
        if (arrival.Account < 0 || slot >= held.Length || !held[slot].Reservation.IsOpen)
            return;
        if (record.Produced == 0)
        {
            BookOf(arrival.Account).Release(held[slot].Reservation, record.Ended);
            held[slot] = default;
            return;
        }

        var usage = new TokenUsage(
            new Tokens(arrival.Input - record.Cached), default, new Tokens(record.Cached), new Tokens(record.Produced));
        BookOf(arrival.Account).Settle(held[slot].Reservation, usage, record.Ended);
        estimator.Learn(
            (ulong)arrival.Account,
            classNumbers[arrival.Class],
            arrival.Input * BytesPerToken,
            usage,
            held[slot].Estimate,
            record.Outcome == RequestOutcome.Finished);
        held[slot] = default;
    }

    /// <summary>Number of a class, the same in every book: each meets the classes in the same order.</summary>
    private int NumberOf(string modelClass) => books.Select(book => book.ClassNumber(modelClass)).Last();

    private ClassTerms? TermsOf(LimitBook book, int modelClass, Instant now)
    {
        book.Advance(now);
        if (!ReferenceEquals(policy, book.Policy))
        {
            policy = book.Policy;
            for (var c = 0; c < classes.Length; c++)
                classTerms[c] = policy.Classes.GetValueOrDefault(classes[c]);
        }

        return classTerms[modelClass];
    }

    private LimitRefusal RefusalOf(Refusal refusal)
    {
        if (refusal is not Refusal.Rejected rejected)
            return new LimitRefusal("not-included", null);
        var binding = rejected.Binding;
        var key = (binding.Set, binding.Kind, binding.Terms.Name, binding.Class);
        if (!limitNames.TryGetValue(key, out var name))
        {
            var parts = new[] { binding.Set, binding.Class, KindName(binding) }.OfType<string>();
            limitNames[key] = name = string.Join('/', parts);
        }

        return new LimitRefusal(name, rejected.RetryAt);
    }

    private static string KindName(in LimitState state) => state.Kind switch
    {
        LimitKind.Requests => "requests",
        LimitKind.InputTokens => "input-tokens",
        LimitKind.OutputTokens => "output-tokens",
        _ => state.Terms.Name,
    };
}
