namespace Plimsoll.Bench.Gateway.Mock;

/// <summary>Answers, and their tokens.</summary>
internal readonly record struct TokenTotals(long Answers, long Input, long Output);
