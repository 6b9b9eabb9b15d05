namespace Plimsoll.Gateway.Dialects;

/// <summary>How a dialect names one kind of refusal.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Type">The error's <c>type</c>.</param>
/// <param name="Code">The error's <c>code</c>; null where the dialect has none.</param>
internal readonly record struct ErrorForm(int Status, string Type, string? Code = null);
