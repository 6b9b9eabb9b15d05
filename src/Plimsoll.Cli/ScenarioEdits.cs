using System.Collections.Immutable;
using System.CommandLine;
using Plimsoll.Scenarios;

namespace Plimsoll.Cli;

/// <summary>What a command line changes about a scenario: a what-if.</summary>
/// <param name="At">
/// Date to compare with the day before it, or with <see cref="From"/>; null: the scenario's own dates.
/// </param>
/// <param name="Without">Sites to leave out.</param>
/// <param name="Settings">Values to replace, as <c>PATH=VALUE</c>.</param>
internal sealed record ScenarioEdits(DateOnly? At, IReadOnlyList<string> Without, IReadOnlyList<string> Settings)
{
    /// <summary>Supply to add, each as <c>AMOUNT KIND at PLACE</c>.</summary>
    public IReadOnlyList<string> Additions { get; init; } = [];

    /// <summary>Date to compare with in place of the day before; null: the day before.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The dates alone.</summary>
    public ScenarioEdits OfDates => new(At, [], []) { From = From };

    /// <summary>The option that replaces values.</summary>
    public static Option<string[]> CreateSet() => new("--set")
    {
        Description = "Replace a value of the scenario: PATH=VALUE. May be repeated.",
    };

    /// <summary>What was left out and replaced, as the command line would write it after a space.</summary>
    public string Text => string.Concat(
        Without.Select(site => $" --without {site}")
            .Concat(Additions.Select(addition => $" --add {Quoted(addition)}"))
            .Concat(Settings.Select(setting => $" --set {Quoted(setting)}")));

    /// <summary>
    /// Loads the scenario and applies the edits: what to leave out first, then what to add, values, and the date.
    /// </summary>
    public LoadResult Load(string path)
    {
        var result = ScenarioFile.Load(path);
        foreach (var site in Without)
            result = Then(result, document => document.Without(site));
        result = Then(result, Add);
        result = Then(result, Set);
        return At is null && From is null
            ? result : Then(result, document => document.With(DatesFor(document, At ?? document.Spec.Compare.After)));
    }

    /// <summary>A text as a shell takes it.</summary>
    public static string Quoted(string text) =>
        text.All(letter => char.IsAsciiLetterOrDigit(letter) || ".-_/=:%".Contains(letter))
            ? text
            : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private LoadResult Add(ScenarioDocument document)
    {
        var wrong = new List<Diagnostic>();
        foreach (var (index, addition) in Additions.Index())
        {
            switch (document.Adding(addition, index))
            {
                case LoadResult.Loaded loaded:
                    document = loaded.Document;
                    break;
                case LoadResult.Rejected rejected:
                    wrong.AddRange(rejected.Diagnostics);
                    break;
            }
        }

        return wrong.Count > 0
            ? new LoadResult.Rejected(wrong.ToImmutableArray()) : new LoadResult.Loaded(document);
    }

    private LoadResult Set(ScenarioDocument document)
    {
        var settings = new List<(string, string)>();
        var wrong = new List<Diagnostic>();
        foreach (var setting in Settings)
        {
            var equals = setting.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
                settings.Add((setting[..equals].Trim(), setting[(equals + 1)..].Trim()));
            else
                wrong.Add(new Diagnostic("--set", 1, 1, setting, "expected PATH=VALUE, as in sites.X.power=250MW"));
        }

        return wrong.Count > 0 ? new LoadResult.Rejected(wrong.ToImmutableArray())
            : settings.Count > 0 ? document.With(settings)
            : new LoadResult.Loaded(document);
    }

    private List<(string Path, string Value)> DatesFor(ScenarioDocument document, DateOnly date)
    {
        var compare = document.Spec.Compare;
        var ramped = date > compare.Before && date <= compare.Ramped ? compare.Ramped : date;
        return
        [
            ("compare.before", DateOption.Text(From ?? date.AddDays(-1))),
            ("compare.after", DateOption.Text(date)),
            ("compare.ramped", DateOption.Text(ramped)),
        ];
    }

    private static LoadResult Then(LoadResult result, Func<ScenarioDocument, LoadResult> next) =>
        result is LoadResult.Loaded loaded ? next(loaded.Document) : result;
}
