using Plimsoll.House.Rules;

namespace Plimsoll.House;

public class When_a_document_shows_a_command
{
    [Fact]
    public void Each_command_has_the_lines_below_it()
    {
        var examples = In("text\n\n```console\n$ ./plimsoll a\none\n\n$ git status\nother\n$ ./plimsoll b\n```\n");
        Assert.Equal(["./plimsoll a", "./plimsoll b"], examples.Select(e => e.Command));
        Assert.Equal(["one"], examples[0].Output);
        Assert.Empty(examples[1].Output);
        Assert.Equal(4, examples[0].Line);
    }

    [Fact]
    public void A_block_may_say_that_it_is_not_run_or_how_it_exits()
    {
        Assert.Empty(In("```console (not run)\n$ ./plimsoll up\n```\n"));
        Assert.Equal(2, Assert.Single(In("```console (exits 2)\n$ ./plimsoll check x\n```\n")).ExitCode);
        Assert.Throws<FormatException>(() => In("```console (sometimes)\n$ ./plimsoll up\n```\n"));
    }

    [Theory]
    [InlineData("./plimsoll plan a --set 'b c=1'", new[] { "plan", "a", "--set", "b c=1" })]
    [InlineData("./plimsoll  plan \"\" x", new[] { "plan", "", "x" })]
    public void Quotes_hold_words_together(string command, string[] expected) =>
        Assert.Equal(expected, Assert.Single(In($"```console\n$ {command}\n```\n")).Arguments());

    [Fact]
    public void A_command_that_needs_a_shell_is_refused() =>
        Assert.Throws<FormatException>(() => In("```console\n$ ./plimsoll plan | head\n```\n")[0].Arguments());

    [Theory]
    [InlineData("one\ntwo", "one\ntwo", true)]
    [InlineData("one\n...", "one\ntwo\nthree", true)]
    [InlineData("...\nthree", "one\ntwo\nthree", true)]
    [InlineData("one\n...\nthree", "one\nthree", true)]
    [InlineData("one\n...\nthree", "one\ntwo\nthree\nfour", false)]
    [InlineData("one", "one\ntwo", false)]
    [InlineData("one\ntwo", "one", false)]
    [InlineData("one  two", "one two", false)]
    public void Three_dots_stand_for_any_lines_and_all_else_is_exact(string shown, string printed, bool matches) =>
        Assert.Equal(matches, In($"```console\n$ ./plimsoll a\n{shown}\n```\n")[0].Shows(printed.Split('\n')));

    private static List<ConsoleExample> In(string text) =>
        [.. ConsoleExample.In(Repository.Of(("README.md", text)))];
}
