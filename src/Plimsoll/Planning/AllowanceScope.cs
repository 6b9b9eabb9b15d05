using Plimsoll.Limits;

namespace Plimsoll.Planning;

/// <summary>What two allowances share when they speak of the same thing, whichever change brought them.</summary>
/// <param name="Window">Which window.</param>
/// <param name="Product">Product; null: every product.</param>
/// <param name="When">Hours in words, which are equal where the hours are; null: always.</param>
internal readonly record struct AllowanceScope(WindowKind Window, string? Product, string? When)
{
    public static AllowanceScope Of(Allowance allowance) => Of(allowance.Window, allowance.Product, allowance.When);

    public static AllowanceScope Of(WindowKind window, string? product, WeeklyHours? when) =>
        new(window, product, when?.ToString());
}
