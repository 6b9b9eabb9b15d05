using Plimsoll.Quantities;

namespace Plimsoll.Limits.Replay;

/// <summary>What the events of a log have to be to each other: in order, and about what is there.</summary>
internal sealed class LogRules
{
    private readonly Dictionary<string, ScopeLevel> scopes = [];
    private readonly HashSet<string> requests = [];
    private readonly HashSet<string> grants = [];
    private readonly ICollection<LimitLog.Problem> problems;
    private bool isOpen;
    private Instant latest = new(long.MinValue);
    private int line;

    private LogRules(ICollection<LimitLog.Problem> problems) => this.problems = problems;

    /// <summary>Notes everything that is wrong.</summary>
    public static void Check(IEnumerable<LimitLog.Line> lines, ICollection<LimitLog.Problem> problems)
    {
        var rules = new LogRules(problems);
        foreach (var (number, one) in lines)
        {
            rules.line = number;
            rules.Check(one);
        }
    }

    private void Check(LimitEvent one)
    {
        if (one.At < latest)
        {
            Wrong($"at: found {InstantText.Of(one.At)}; expected no less than {InstantText.Of(latest)}, the instant "
                + "of an event before; sort the log by 'at' and keep the order of equal instants");
        }

        latest = one.At > latest ? one.At : latest;
        if (one is BookOpened)
            Open();
        else if (!isOpen)
            RequireOpen();
        if (one is ScopeAdded added)
            Add(added);
        else if (one.About is { } scope && !scopes.ContainsKey(scope.Text))
            Wrong($"scope: '{scope}' was not added before{NearestName.Hint(scope.Text, scopes.Keys)}");
        if (one is ScopeRemoved removed)
            Remove(removed.Scope);
        CheckNames(one);
    }

    private void Open()
    {
        isOpen = true;
        scopes.Clear();
        requests.Clear();
        grants.Clear();
    }

    private void RequireOpen()
    {
        isOpen = true;
        Wrong($"event: expected a log to begin with {EventNames.BookOpened}; take the part of it that does");
    }

    private void Add(ScopeAdded added)
    {
        var name = added.Scope;
        if (!scopes.TryAdd(name.Text, added.Level))
            Wrong($"scope: '{name}' was added before; {EventNames.ScopeChanged} gives it other sets");
        if (name.Above is not { } above)
            return;
        if (!scopes.TryGetValue(above.Text, out var level))
            Wrong($"scope: '{above}', above '{name}', was not added before{NearestName.Hint(above.Text, scopes.Keys)}");
        else if (level >= added.Level)
        {
            Wrong($"level: found {SnakeCase.Of(added.Level)} beneath '{above}', of level "
                + $"{SnakeCase.Of(level)}; expected a level below that");
        }
    }

    private void Remove(ScopeName scope)
    {
        scopes.Remove(scope.Text);
        if (scopes.Keys.Order(StringComparer.Ordinal).FirstOrDefault(
            name => name.StartsWith($"{scope.Text}/", StringComparison.Ordinal)) is { } beneath)
        {
            Wrong($"scope: '{beneath}' stands beneath '{scope}'; expected it to be removed before");
        }
    }

    private void CheckNames(LimitEvent one)
    {
        switch (one)
        {
            case RequestAsked asked when asked.Decision.IsAdmitted:
                requests.Add(asked.Request);
                break;
            case UsageReported reported:
                RequireRequest(reported.Request);
                break;
            case RequestSettled settled:
                RequireRequest(settled.Request);
                break;
            case RequestReleased released:
                RequireRequest(released.Request);
                break;
            case GrantDefined defined:
                grants.Add(defined.Grant.Id);
                break;
            case GrantUsed used when !grants.Contains(used.Grant):
                Wrong($"grant: '{used.Grant}' was not defined before{NearestName.Hint(used.Grant, grants)}");
                break;
            default:
                break;
        }
    }

    private void RequireRequest(string request)
    {
        if (!requests.Contains(request))
            Wrong($"request: '{request}' was not admitted before{NearestName.Hint(request, requests)}");
    }

    private void Wrong(string message) => problems.Add(new LimitLog.Problem(line, message));
}
