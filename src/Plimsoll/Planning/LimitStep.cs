namespace Plimsoll.Planning;

/// <summary>One promised number before and after.</summary>
/// <param name="Holder">Plan or tier and class, for people.</param>
/// <param name="Limit">Which limit, such as <c>session</c> or <c>ITPM</c>.</param>
/// <param name="Unit">Unit of the two amounts.</param>
/// <param name="Before">Amount before.</param>
/// <param name="After">Amount after.</param>
public sealed record LimitStep(string Holder, string Limit, string Unit, double Before, double After);
