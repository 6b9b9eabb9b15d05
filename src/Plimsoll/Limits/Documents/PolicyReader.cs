using System.Collections.Frozen;
using Plimsoll.Limits.Replay;
using Plimsoll.Quantities;

namespace Plimsoll.Limits.Documents;

/// <summary>Reads policies. What is wrong is noted in the fields; the policy is void then.</summary>
internal sealed class PolicyReader
{
    private const long Most = long.MaxValue;
    private const double Smallest = 1e-6;

    private readonly Dictionary<string, ZoneOffsets> zones;

    private PolicyReader(Dictionary<string, ZoneOffsets> zones) => this.zones = zones;

    /// <summary>Reads all versions; null where the document does not say any.</summary>
    public static PolicyTimeline? Read(Fields fields)
    {
        fields.Choice("format", [PolicyJson.Format]);
        var zones = fields.Has("zones") ? Named(fields, "zones", Zone, zone => zone.Id) : [];
        var reader = new PolicyReader(zones);
        var versions = fields.List("versions").Select(reader.Version).ToList();
        fields.RefuseOthers("a policy");
        if (versions.Count == 0)
            fields.Wrong("versions", "at least one version");
        for (var i = 1; i < versions.Count; i++)
        {
            if (versions[i].EffectiveFrom <= versions[i - 1].EffectiveFrom)
            {
                fields.Problem($"versions[{i}].effective_from: found {InstantText.Of(versions[i].EffectiveFrom)}; "
                    + "expected a later instant than that of the version before");
                return null;
            }
        }

        return versions.Count == 0 ? null : new PolicyTimeline(versions);
    }

    private Policy Version(Fields fields)
    {
        var version = new Policy
        {
            EffectiveFrom = fields.Instant("effective_from"),
            Changes = fields.Names("changes"),
            SessionLength = fields.Length("session_ns"),
            SessionGrid = fields.Length("session_grid_ns"),
            InProgress = fields.Has("in_progress") ? fields.Value<InProgress>("in_progress") : InProgress.KeepUsed,
            ReservationLife = fields.Length("reservation_ns"),
            BatchLife = fields.Length("batch_ns"),
            Classes = Named(fields, "classes", Class, one => one.Name).ToFrozenDictionary(),
            Plans = Named(fields, "plans", Plan, one => one.Name).ToFrozenDictionary(),
            Tiers = Named(fields, "tiers", Tier, one => one.Name).ToFrozenDictionary(),
            Sets = Named(fields, "sets", Set, one => one.Name).ToFrozenDictionary(),
            Allowances = [.. fields.List("allowances").Select(Allowance)],
        };
        fields.RefuseOthers("a version");
        foreach (var twice in version.Plans.Keys.Concat(version.Tiers.Keys).Concat(version.Sets.Keys)
                     .GroupBy(name => name).Where(names => names.Count() > 1).Order(Comparer))
        {
            fields.Problem($"{fields.Place}: '{twice.Key}' names more than one of plans, tiers and sets; "
                + "expected names that differ");
        }

        return version;
    }

    private static Comparer<IGrouping<string, string>> Comparer { get; } =
        Comparer<IGrouping<string, string>>.Create((left, right) => string.CompareOrdinal(left.Key, right.Key));

    private static ClassTerms Class(Fields fields)
    {
        var name = fields.Text("name");
        var models = fields.Names("models");
        var weights = Kinds(fields, "weights_micro_credits");
        var prices = Kinds(fields, "prices_micro_usd");
        var expected = new Tokens(fields.Number("expected_output", 0, LimitEventJson.MostTokens));
        var reserve = fields.Has("reserve") ? fields.Value<OutputReserve>("reserve") : OutputReserve.Learned;
        fields.RefuseOthers("a class");
        return new ClassTerms(
            name,
            models,
            new CreditWeights(
                new(weights.Input), new(weights.CacheWrite), new(weights.CacheRead), new(weights.Output))
            {
                CacheWriteLong = new(weights.CacheWriteLong),
            },
            expected)
        {
            Prices = new PriceTerms(
                new(prices.Input),
                new(prices.CacheWrite),
                new(prices.CacheWriteLong),
                new(prices.CacheRead),
                new(prices.Output)),
            Reserve = reserve,
        };
    }

    private static PlanTerms Plan(Fields fields)
    {
        var plan = new PlanTerms(
            fields.Text("name"),
            fields.Text("title"),
            new Credits(fields.Number("session_micro_credits", 0, Most)),
            new Credits(fields.Number("week_micro_credits", 0, Most)))
        {
            Further = LimitReader.Optional(fields),
        };
        fields.RefuseOthers("a plan");
        return plan;
    }

    private static TierTerms Tier(Fields fields)
    {
        var name = fields.Text("name");
        var rates = Named(fields, "rates", Rate, rate => rate.Class);
        var tier = new TierTerms(name, rates.ToFrozenDictionary(rate => rate.Key, rate => rate.Value.Terms))
        {
            Further = LimitReader.Optional(fields),
        };
        fields.RefuseOthers("a tier");
        return tier;
    }

    private static (string Class, RateTerms Terms) Rate(Fields fields)
    {
        var name = fields.Text("class");
        var terms = new RateTerms(
            new PerMinute(fields.Number("requests", 0, Most)),
            new PerMinute(fields.Number("input", 0, Most)),
            new PerMinute(fields.Number("output", 0, Most)))
        {
            Burst = fields.Has("burst_ns") ? fields.Length("burst_ns") : null,
            CountsCacheReads = fields.Has("counts_cache_reads") && fields.Flag("counts_cache_reads"),
            WholeOutput = fields.Has("whole_output") && fields.Flag("whole_output"),
        };
        fields.RefuseOthers("rates");
        return (name, terms);
    }

    private static LimitSet Set(Fields fields)
    {
        var set = new LimitSet(fields.Text("name"), LimitReader.Optional(fields));
        fields.RefuseOthers("a limit set");
        return set;
    }

    private Allowance Allowance(Fields fields)
    {
        var allowance = new Allowance(
            fields.Text("change"),
            fields.Text("name"),
            fields.Value<WindowKind>("window"),
            fields.Names("plans").ToFrozenSet(),
            fields.Has("product") ? fields.Text("product") : null,
            new Factor(fields.Real("factor", Smallest)),
            fields.Has("hours") ? Hours(fields.Object("hours")) : null)
        {
            Class = fields.Has("class") ? fields.Text("class") : null,
            Lane = fields.Has("lane") ? fields.Value<Lane>("lane") : null,
            Trait = fields.Has("trait") ? fields.Text("trait") : null,
        };
        fields.RefuseOthers("an allowance");
        return allowance;
    }

    private WeeklyHours? Hours(Fields? fields)
    {
        if (fields is null)
            return null;
        var day = Duration.FromHours(24).Nanoseconds;
        var days = fields.Values<DayOfWeek>("days");
        var (from, to) = (fields.Number("from_ns", 0, day), fields.Number("to_ns", 0, day));
        var zone = fields.Choice("zone", [.. zones.Keys.Order(StringComparer.Ordinal)]);
        fields.RefuseOthers("hours");
        return zone is null ? null : new WeeklyHours(days, new Duration(from), new Duration(to), zones[zone]);
    }

    private static ZoneOffsets Zone(Fields fields)
    {
        var day = Duration.FromHours(24).Nanoseconds;
        var (id, initial) = (fields.Text("id"), new Duration(fields.Number("offset_ns", -day, day)));
        var transitions = new List<(Instant At, Duration Offset)>();
        foreach (var one in fields.List("transitions"))
        {
            var at = one.Instant("at");
            if (transitions.Count > 0 && at <= transitions[^1].At)
                one.Wrong("at", "a later instant than that of the transition before");
            else
                transitions.Add((at, new Duration(one.Number("offset_ns", -day, day))));
            one.Has("offset_ns");
            one.RefuseOthers("a transition");
        }

        fields.RefuseOthers("a zone");
        return new ZoneOffsets(id, initial, transitions);
    }

    private static (long Input, long CacheWrite, long CacheWriteLong, long CacheRead, long Output) Kinds(
        Fields fields, string name) => LimitReader.Kinds(fields.Object(name));

    /// <summary>A list of things that have names, each name once.</summary>
    private static Dictionary<string, T> Named<T>(
        Fields fields, string list, Func<Fields, T> read, Func<T, string> nameOf)
    {
        var named = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var item in fields.List(list))
        {
            var one = read(item);
            if (!named.TryAdd(nameOf(one), one))
                fields.Problem($"{item.Place}: '{nameOf(one)}' is there twice; expected names that differ");
        }

        return named;
    }
}
