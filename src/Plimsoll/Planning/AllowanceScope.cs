using Plimsoll.Limits;

namespace Plimsoll.Planning;

/// <summary>What two allowances share when they speak of the same thing, whichever change brought them.</summary>
/// <param name="Window">Which window.</param>
/// <param name="Product">Product; null: every product.</param>
/// <param name="When">Hours in words, which are equal where the hours are; null: always.</param>
internal readonly record struct AllowanceScope(WindowKind Window, string? Product, string? When)
{
    /// <summary>
    /// Whether the plan reckons with an allowance: it reckons with credits, and with the whole mix of classes, lanes
    /// and traits.
    /// </summary>
    public static bool IsPlanned(Allowance allowance) =>
        allowance is { Class: null, Lane: null, Trait: null, Window: WindowKind.Session or WindowKind.Week };

    /// <summary>Whether an allowance is one of this scope that the plan reckons with.</summary>
    public bool Holds(Allowance allowance) => IsPlanned(allowance) && Of(allowance) == this;

    public static AllowanceScope Of(Allowance allowance) => Of(allowance.Window, allowance.Product, allowance.When);

    public static AllowanceScope Of(WindowKind window, string? product, WeeklyHours? when) =>
        new(window, product, when?.ToString());
}
