using System.Globalization;
using Plimsoll.Quantities;
using Plimsoll.Scenarios.Binding;
using Plimsoll.Scenarios.Compile;
using Plimsoll.Scenarios.Format;

namespace Plimsoll.Scenarios.Yaml;

/// <summary>
/// Supply from the command line, as edits of the tree: <c>AMOUNT KIND at PLACE</c> becomes an expansion of a site,
/// <c>AMOUNT KIND at new NAME</c> a site. Megawatts and accelerators are converted by the power of accelerators at full
/// load, the thermal design power, times the place's power chain.
/// </summary>
internal static class TreeAdditions
{
    private const string Option = "--add";
    private const string Expected =
        "expected AMOUNT KIND at [new] PLACE [from DATE], the amount as 50 MW or 20k, the date as yyyy-MM-dd";

    /// <summary>Contract of sites that are added, where nothing is known of one.</summary>
    private const string Contract = "added";

    /// <summary>A day before any that a scenario asks about.</summary>
    private const string Always = "2000-01-01";

    /// <summary>What one text asks for.</summary>
    private sealed record Request(string Amount, string Kind, bool IsNew, string Site, string? From);

    /// <summary>Adds what a text asks for. Reports names that do not exist, with the nearest that do.</summary>
    /// <param name="root">The tree.</param>
    /// <param name="spec">The same scenario, bound.</param>
    /// <param name="text">What to add.</param>
    /// <param name="index">Which of the additions it is, from 0.</param>
    /// <param name="diagnostics">Takes what is wrong.</param>
    public static MappingNode Add(
        MappingNode root, ScenarioSpec spec, string text, int index, List<Diagnostic> diagnostics)
    {
        var place = new Place(Option, index + 1, 1);
        if (Parse(text) is not { } request)
        {
            Report(Expected);
            return root;
        }

        var before = diagnostics.Count;
        CheckNames(request, spec, Report);
        if (request.From is { } from && !IsDate(from))
            Report($"found '{from}'; expected a date as yyyy-MM-dd");
        if (diagnostics.Count > before)
            return root;
        var added = AddedSupply.Of(spec, request.Kind, request.IsNew ? null : request.Site);
        if (Amount(request.Amount, added, out var count) is { } problem)
        {
            Report(problem);
            return root;
        }

        return request.IsNew
            ? NewSite(root, request, added, count, place)
            : Expanded(root, spec.Sites[request.Site], request, added, count, place);

        void Report(string message) => diagnostics.Add(new(place.File, place.Line, place.Column, text, message));
    }

    private static Request? Parse(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var at = Array.IndexOf(words, "at");
        if (at < 2)
            return null;
        var isNew = words.Length > at + 2 && words[at + 1] == "new";
        var rest = words[(at + (isNew ? 2 : 1))..];
        if (rest is not ([_] or [_, "from", _]))
            return null;
        return new Request(
            string.Join(' ', words[..(at - 1)]), words[at - 1], isNew, rest[0], rest.Length == 3 ? rest[2] : null);
    }

    private static bool IsDate(string text) => DateOnly.TryParseExact(
        text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static void CheckNames(Request request, ScenarioSpec spec, Action<string> report)
    {
        if (!spec.Accelerators.ContainsKey(request.Kind))
            Unknown(request.Kind, "an accelerator", [.. spec.Accelerators.Keys]);
        var isThere = spec.Sites.ContainsKey(request.Site);
        if (request.IsNew && isThere)
            report($"there is a site '{request.Site}' already; leave out 'new' to add to it");
        else if (request.IsNew && !NameText.IsName(request.Site))
            report($"found '{request.Site}'; expected a name: {NameText.Expected}");
        else if (!request.IsNew && !isThere)
            Unknown(request.Site, "a site", [.. spec.Sites.Keys], $", or 'new {request.Site}'");

        void Unknown(string found, string what, List<string> known, string or = "") =>
            report($"found '{found}'; expected the name of {what}{or}{NearestName.Hint(found, known)}; "
                + $"known: {NearestName.List(known)}");
    }

    /// <summary>Whole accelerators of an amount of power or a count; what is wrong with it, or null.</summary>
    private static string? Amount(string text, AddedSupply added, out double count)
    {
        if (QuantityText.Read(text, Watts.Dimension, out var watts) is null)
            count = Math.Floor(watts / added.PowerEach.Value);
        else if (QuantityText.Read(text, Count.Dimension, out count) is not null)
            return $"found '{text}'; expected power or a number of accelerators, such as '50 MW' or '20k'";
        return count < 1 ? $"found '{text}', which is not one whole accelerator" : null;
    }

    private static MappingNode Expanded(
        MappingNode root, SiteSpec site, Request request, AddedSupply added, double count, Place place)
    {
        var number = 1;
        while (site.Expansions.ContainsKey(Name(number)) || site.Pools.ContainsKey(Name(number)))
            number++;
        var written = Pool(request.Kind, added, count, place);
        written = written with { Entries = written.Entries.Add(Power(added, count, place)) };
        if (request.From is { } from)
            written = written with { Entries = written.Entries.Add(Scalar("from", from, place)) };
        return Written(root, ["sites", request.Site, "expansions", Name(number)], written, place);

        static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"added-{number}");
    }

    private static MappingNode NewSite(
        MappingNode root, Request request, AddedSupply added, double count, Place place)
    {
        var ramp = Mapping(place, Scalar("at", request.From ?? Always, place), Scalar("share", "100 %", place));
        var site = Mapping(
            place,
            Scalar("title", request.Site, place),
            Scalar("contract", Contract, place),
            Power(added, count, place),
            Scalar("power-basis", "facility", place),
            Scalar("feeds", Number(AddedSupply.NewFeeds), place),
            new Entry("ramp", place, new SequenceNode(place, [ramp])),
            new Entry("pools", place, Mapping(
                place, new Entry(request.Kind, place, Pool(request.Kind, added, count, place)))));
        var sited = Written(root, ["sites", request.Site], site, place);
        if (root.Child("contracts")?.Child(Contract) is not null)
            return sited;
        var contract = Mapping(
            place, Scalar("counterparty", "nobody yet", place), Scalar("form", "reserved", place));
        return Written(sited, ["contracts", Contract], contract, place);
    }

    private static MappingNode Written(MappingNode root, string[] path, MappingNode node, Place place) =>
        (MappingNode)TreeEdits.Replace(root, path, TreeEdits.Assumed(place, node, "added on the command line"));

    private static MappingNode Pool(string kind, AddedSupply added, double count, Place place) => Mapping(
        place,
        Scalar("accelerator", kind, place),
        Scalar("count", Number(count), place),
        Scalar("availability", Number(added.Availability.Fraction), place),
        Scalar("inference", "100 %", place));

    private static Entry Power(AddedSupply added, double count, Place place) =>
        Scalar("power", $"{Number(count * added.PowerEach.Value)} W", place);

    private static MappingNode Mapping(Place place, params Entry[] entries) => new(place, [.. entries]);

    private static Entry Scalar(string key, string text, Place place) => new(key, place, new ScalarNode(place, text));

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
