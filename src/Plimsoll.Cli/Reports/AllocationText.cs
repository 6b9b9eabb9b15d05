using Plimsoll.Planning.Allocation;

namespace Plimsoll.Cli.Reports;

/// <summary>Words and units of an allocation.</summary>
internal static class AllocationText
{
    private const double KilogramsPerTon = 1000;

    /// <summary>A goal as a person calls it.</summary>
    public static string Name(AllocationGoal goal) => goal switch
    {
        AllocationGoal.UnservedInteractive => "interactive load not served",
        AllocationGoal.LoweredClocks => "served at lower clocks",
        AllocationGoal.UnservedElastic => "batches and training not done",
        AllocationGoal.TakeOrPayShortfall => "paid and not used",
        AllocationGoal.Money => "money",
        _ => "CO2e",
    };

    /// <summary>A goal in documents.</summary>
    public static string Key(AllocationGoal goal) => goal switch
    {
        AllocationGoal.UnservedInteractive => "unservedInteractive",
        AllocationGoal.LoweredClocks => "loweredClocks",
        AllocationGoal.UnservedElastic => "unservedElastic",
        AllocationGoal.TakeOrPayShortfall => "takeOrPayShortfall",
        AllocationGoal.Money => "money",
        _ => "carbon",
    };

    /// <summary>An amount of what a goal counts.</summary>
    public static string Amount(AllocationGoal goal, double value) => goal switch
    {
        AllocationGoal.UnservedInteractive => $"{Figures.Amount(value)} output tokens",
        AllocationGoal.LoweredClocks or AllocationGoal.UnservedElastic or AllocationGoal.TakeOrPayShortfall =>
            $"{Figures.Amount(value)} accelerator-hours",
        AllocationGoal.Money => $"{Figures.Amount(value)} USD",
        _ => Carbon(value),
    };

    /// <summary>A mass of CO2e or of what is permitted.</summary>
    public static string Carbon(double kilograms) => Math.Abs(kilograms) >= KilogramsPerTon
        ? $"{Figures.Amount(kilograms / KilogramsPerTon)} t" : $"{Figures.Amount(kilograms)} kg";

    /// <summary>What one more saves or costs.</summary>
    public static string Price(ShadowPrice price) => price.Goal switch
    {
        null => "nothing",
        AllocationGoal.UnservedElastic => $"{Figures.Amount(price.Value)} accelerator-hours of jobs",
        AllocationGoal.TakeOrPayShortfall => $"{Figures.Amount(price.Value)} accelerator-hours unused",
        { } goal => Amount(goal, price.Value),
    };

    /// <summary>A part of the load: its class, and the rules that say where it has to stay.</summary>
    public static string Name(LoadPart part, AllocationCase week) => part.Rules.IsEmpty
        ? week.Classes[part.Class].Name : $"{week.Classes[part.Class].Name}: {string.Join(", ", part.Rules)}";
}
