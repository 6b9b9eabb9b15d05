namespace Plimsoll.Scenarios.Format;

/// <summary>
/// A number with evidence. In YAML either a plain scalar (<c>300 MW</c>), which takes the evidence of the block it
/// stands in, or a mapping of <c>value</c> (or <c>low</c>, <c>mid</c>, <c>high</c> where sources disagree) with its own
/// <c>evidence</c>, <c>source</c>, <c>date</c> and <c>note</c>.
/// </summary>
/// <typeparam name="T">The quantity.</typeparam>
/// <param name="Value">The value to compute with: the middle one unless a variant was asked for.</param>
public readonly record struct Input<T>(T Value);

/// <summary>Marks an input for which zero is a meaningful value; every other quantity must be above zero.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ZeroAllowedAttribute : Attribute;

/// <summary>Marks an input that has to be a whole number.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class WholeNumberAttribute : Attribute;

/// <summary>Marks a dictionary whose innermost names are IANA time zones.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ZoneNamesAttribute : Attribute;

/// <summary>
/// Marks a key that only a footprint reads: what a plan rests on is not sought among the inputs below it.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FootprintOnlyAttribute : Attribute;
