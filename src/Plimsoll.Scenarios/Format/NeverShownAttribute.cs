namespace Plimsoll.Scenarios.Format;

/// <summary>Marks a record in whose place a secret may stand by mistake: messages do not repeat it.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeverShownAttribute : Attribute;
