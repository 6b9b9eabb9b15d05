namespace Plimsoll.Gateway.Dialects;

/// <summary>How a dialect names one kind of refusal.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Type">The error's <c>type</c>.</param>
/// <param name="Code">
/// The error's <c>code</c>, or in Anthropic's dialect the <c>error_code</c> of its details; null where it has none.
/// </param>
internal readonly record struct ErrorForm(int Status, string Type, string? Code = null);
