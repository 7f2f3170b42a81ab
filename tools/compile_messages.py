"""Make the .mo catalogues of the house."""

from junheng.shell.messages import compile_all

if __name__ == "__main__":
    print(f"{compile_all()} catalogues made")
