namespace Plimsoll.Limits.Estimates;

/// <summary>
/// Estimates what a request will use from what such requests used so far. Deterministic: the same calls give the same
/// estimates. Not thread-safe: whoever owns it makes one call at a time. Estimating and learning allocate nothing once
/// a class, its accounts and its lengths of text are known.
/// </summary>
public sealed class UsageEstimator
{
    private readonly AccountTable accounts;
    private readonly EstimateTerms terms;
    private readonly int target;
    private ClassHistory?[] classes = new ClassHistory?[4];

    /// <summary>An estimator that has learned nothing.</summary>
    /// <exception cref="ArgumentException">A term is out of range; the message names all that are.</exception>
    public UsageEstimator(EstimateTerms terms)
    {
        List<string> errors = [];
        if (!(terms.Target.Fraction is > 0 and < 1))
            errors.Add($"Target is {terms.Target.Fraction}; expected a share above 0 and below 1.");
        if (terms.Capacity is < 8 or > 1 << 24)
            errors.Add($"Capacity is {terms.Capacity}; expected 8 to {1 << 24} histories.");
        if (errors.Count > 0)
            throw new ArgumentException(string.Join(' ', errors), nameof(terms));
        this.terms = terms;
        target = Math.Clamp(
            (int)Math.Round(terms.Target.Fraction * EstimateTerms.Parts), 1, EstimateTerms.Parts - 1);
        accounts = new AccountTable(terms.Capacity);
    }

    /// <summary>Pairs of account and class whose history is kept.</summary>
    public int Count => accounts.Count;

    /// <summary>Estimates one request.</summary>
    /// <param name="account">Whose habits count: a hash of the seat, or of whoever else asks.</param>
    /// <param name="modelClass">Number of the class, as of <see cref="LimitBook.ClassNumber"/>; below 65,536.</param>
    /// <param name="textBytes">Bytes of its text in UTF-8, 0 or more.</param>
    /// <param name="maxTokens">Most that it lets the model write; null: it does not say.</param>
    /// <param name="class">Terms of the class.</param>
    public TokenUsage Estimate(ulong account, int modelClass, long textBytes, long? maxTokens, ClassTerms @class)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(textBytes);
        var history = HistoryOf(modelClass);
        var input = history.TokensOf(textBytes);
        var place = accounts.Find(account, modelClass);
        var own = place < 0 ? default : accounts.At(place);
        if (place >= 0)
            accounts.At(place).IsUsedAgain = true;
        return own.Split(input, Output(history, own, ClassHistory.TextOf(textBytes), maxTokens, @class));
    }

    /// <summary>Learns from a request that has ended.</summary>
    /// <param name="account">As it was estimated for.</param>
    /// <param name="modelClass">Likewise.</param>
    /// <param name="textBytes">Likewise.</param>
    /// <param name="actual">What it used.</param>
    /// <param name="estimate">What was estimated.</param>
    /// <param name="isComplete">
    /// False for an answer that was cut off, by whom ever, also by its <c>max_tokens</c>: it would have been longer, so
    /// it teaches only where it is longer than was estimated, and never that answers are short.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    public void Learn(
        ulong account, int modelClass, long textBytes, in TokenUsage actual, in TokenUsage estimate, bool isComplete)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(textBytes);
        if (actual.HasNegative || estimate.HasNegative)
            throw new ArgumentOutOfRangeException(nameof(actual), actual, "Token counts are 0 or more.");
        var history = HistoryOf(modelClass);
        var input = (Int128)actual.Input.Value + actual.CacheWrite.Value + actual.CacheWriteLong.Value
            + actual.CacheRead.Value;
        history.AddText(textBytes, input);
        if (!isComplete && actual.Output <= estimate.Output)
            return;

        history.Expected ??= LengthScale.LevelOf(estimate.Output.Value);
        var text = ClassHistory.TextOf(textBytes);
        var level = LengthScale.LevelOf(actual.Output.Value);
        var ofClass = history.LevelOf(text, target);
        ref var offset = ref history.OffsetOf(text);
        var place = accounts.Find(account, modelClass);
        if (isComplete || level > (place < 0 ? ofClass : accounts.At(place).FollowedTo(offset)))
        {
            ref var own = ref place < 0 ? ref accounts.Add(account, modelClass) : ref accounts.At(place);
            own.IsUsedAgain = place >= 0;
            own.Follow(level, isComplete, ofClass, ref offset, target);
            own.AddInput(actual, input);
            if (isComplete)
                own.Tally.Add(estimate.Output.Value, actual.Output.Value);
        }

        if (isComplete || level > ofClass)
            history.Add(text, level);
        if (isComplete)
            history.Tally.Add(estimate.Output.Value, actual.Output.Value);
    }

    /// <summary>How estimates of a class held so far.</summary>
    public EstimateError Error(int modelClass) => HistoryOf(modelClass).Tally.Read(terms.Target.Fraction);

    /// <summary>How estimates for an account held so far; null when it has no history, or none any more.</summary>
    public EstimateError? Error(ulong account, int modelClass)
    {
        var place = accounts.Find(account, modelClass);
        return place < 0 ? null : accounts.At(place).Tally.Read(terms.Target.Fraction);
    }

    private long Output(ClassHistory history, in AccountHistory own, int text, long? maxTokens, ClassTerms @class)
    {
        var most = Math.Max(0, maxTokens ?? long.MaxValue);
        if (@class.Reserve == OutputReserve.MaxTokens && maxTokens is not null)
            return most;
        history.Expected = LengthScale.LevelOf(@class.ExpectedOutput.Value);
        var ofClass = history.LevelOf(text, target);
        return Math.Min(most, LengthScale.LengthAt(own.LevelOf(ofClass, history.OffsetOf(text))));
    }

    private ClassHistory HistoryOf(int modelClass)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(modelClass);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(modelClass, ushort.MaxValue);
        if (modelClass >= classes.Length)
            Array.Resize(ref classes, Math.Max(modelClass + 1, classes.Length * 2));
        return classes[modelClass] ??= new ClassHistory();
    }
}
